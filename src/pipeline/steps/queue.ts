import type { DeskFacts } from '../../domain/compliance/deskFacts.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { MailRenderer, MailSealer, RenderedMail, SealedMail } from '../../ports/mail.ts';
import type { DecisionStore, Outbox, OutboxEntry, OutgoingMail } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock } from '../../ports/runtime.ts';
import { MailError } from '../../shared/errors.ts';
import { isToDesk, type LinkPorts, type LinkTerms, recipientLinks } from './recipientLinks.ts';

export interface QueuePorts extends LinkPorts {
  readonly clock: Clock;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
}

/** The recipients of a mail that is queued. */
export interface Addressees extends LinkTerms {
  readonly recipients: readonly string[];
}

/**
 * Stores the report, its decisions, the facts of the desk and one mail for each recipient in one transaction.
 */
export async function queueMorning(
  ports: QueuePorts,
  lease: RunLease,
  morning: {
    readonly report: MorningReport;
    readonly mail: RenderedMail;
    readonly facts: DeskFacts | null;
  },
  addressees: Addressees,
  expiresAt: Date,
): Promise<void> {
  const decidedAt = ports.clock.now();
  const { report, mail, facts } = morning;
  const mails = await outgoing(ports, report, mail, addressees, expiresAt);
  await ports.decisions.save(lease, { report, decidedAt, facts }, mails);
}

/**
 * Queues the mail for recipients who have none yet. Uses the report that was stored for the other recipients.
 */
export async function queueForOthers(
  ports: QueuePorts,
  lease: RunLease,
  report: MorningReport,
  addressees: Addressees,
  expiresAt: Date,
): Promise<void> {
  const mail = await ports.renderer.morning(report);
  const mails = await outgoing(ports, report, mail, addressees, expiresAt);
  await ports.outbox.queue(lease, mails, ports.clock.now());
}

/** Returns the finished morning mail of one recipient. */
export function sealMorning(
  ports: Pick<QueuePorts, 'clock' | 'sealer'>,
  sessionDate: string,
  mail: RenderedMail,
  recipient: string,
): Promise<SealedMail> {
  return ports.sealer.seal(mail, { recipient, sessionDate, kind: 'morning', date: ports.clock.now() });
}

/**
 * After a restore the store does not contain the mails that were sent after the backup was made.
 * @throws MailError `mailed_unknown` if mails of the session may have been sent that the store does not
 *   record.
 */
export async function requireKnownDelivery(
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
    `Morning of ${sessionDate} · a backup was restored at ${restored.at.toISOString()}; the mails may have been sent before that · expected a record of the sent mails`,
    {
      hint: 'Ask a risk manager whether the mail arrived. If not, run the morning with --force to send it; a second copy has the same Message-ID.',
    },
  );
}

function outgoing(
  ports: QueuePorts,
  report: MorningReport,
  mail: RenderedMail,
  { recipients, ...terms }: Addressees,
  expiresAt: Date,
): Promise<OutgoingMail[]> {
  const { sessionDate, revision = 0 } = report;
  return Promise.all(
    recipients.map(async (recipient) => {
      const links = recipientLinks(ports, report, recipient, terms);
      const own = links === null ? mail : await ports.renderer.morning(report, links);
      return {
        kind: 'morning' as const,
        sealed: await sealMorning(ports, sessionDate, own, recipient),
        expiresAt,
        toDesk: isToDesk(recipient, terms.deskRecipients),
        revision,
      };
    }),
  );
}
