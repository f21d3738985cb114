import type { MorningReport } from '../../domain/report/report.ts';
import type { MailRenderer, MailSealer, RenderedMail, SealedMail } from '../../ports/mail.ts';
import type { DecisionStore, Outbox, OutboxEntry, OutgoingMail } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock } from '../../ports/runtime.ts';
import { MailError } from '../../shared/errors.ts';

export interface QueuePorts {
  readonly clock: Clock;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
}

/** Writes the report, its decisions and a mail per recipient, together or not at all. */
export async function queueMorning(
  ports: QueuePorts,
  lease: RunLease,
  morning: { readonly report: MorningReport; readonly mail: RenderedMail },
  recipients: readonly string[],
  expiresAt: Date,
): Promise<void> {
  const decidedAt = ports.clock.now();
  const mails = await outgoing(ports, lease.sessionDate, morning.mail, recipients, expiresAt);
  await ports.decisions.save(lease, { report: morning.report, decidedAt }, mails);
}

/** Adds a mail for recipients who have none, from the report that the others were queued. */
export async function queueForOthers(
  ports: QueuePorts,
  lease: RunLease,
  report: MorningReport,
  recipients: readonly string[],
  expiresAt: Date,
): Promise<void> {
  const mail = await ports.renderer.morning(report);
  const mails = await outgoing(ports, lease.sessionDate, mail, recipients, expiresAt);
  await ports.outbox.queue(lease, mails, ports.clock.now());
}

export function sealMorning(
  ports: Pick<QueuePorts, 'clock' | 'sealer'>,
  sessionDate: string,
  mail: RenderedMail,
  recipient: string,
): Promise<SealedMail> {
  return ports.sealer.seal(mail, { recipient, sessionDate, kind: 'morning', date: ports.clock.now() });
}

/**
 * After a restore nobody here knows what had gone out since the backup was made.
 * @throws MailError `mailed_unknown` where mails of the session, or all trace of them, may be older than what was sent.
 */
export async function requireKnownMails(
  { outbox }: Pick<QueuePorts, 'outbox'>,
  sessionDate: string,
  entries: readonly OutboxEntry[],
  morningBegins: Date,
): Promise<void> {
  const restored = await outbox.restored(sessionDate, 'morning');
  if (restored === null) return;
  const tracesLost = entries.length === 0 && restored.at >= morningBegins;
  if (restored.mails === 0 && !tracesLost) return;
  throw new MailError(
    'mailed_unknown',
    `Morning of ${sessionDate} · a backup was restored at ${restored.at.toISOString()}, and it is unknown whether the mails had gone out · expected to know`,
    {
      hint: 'Ask a risk manager whether the mail has come. If it has not, run the morning with --force to mail it; a second copy carries the same Message-ID.',
    },
  );
}

function outgoing(
  ports: QueuePorts,
  sessionDate: string,
  mail: RenderedMail,
  recipients: readonly string[],
  expiresAt: Date,
): Promise<OutgoingMail[]> {
  return Promise.all(
    recipients.map(async (recipient) => ({
      kind: 'morning' as const,
      sealed: await sealMorning(ports, sessionDate, mail, recipient),
      expiresAt,
    })),
  );
}
