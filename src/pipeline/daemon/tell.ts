import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { MailAddressing, RenderedMail } from '../../ports/mail.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { type LeasePorts, withLease } from '../runLease.ts';
import { type DeliverPorts, deliverDue } from '../steps/deliver.ts';
import type { TellingPorts, TellingSettings } from './watchPorts.ts';

/** A notice on its way to some people. */
export interface Message {
  readonly kind: Exclude<MailAddressing['kind'], 'morning' | 'test' | 'review'>;
  /** Tells apart notices of one session and kind. */
  readonly sequence: number;
  readonly recipients: readonly string[];
  readonly mail: RenderedMail;
  readonly expiresAt: Date;
}

/** How a notice gets into the outbox: under the lease of the run under way, or under one of its own. */
export interface Teller {
  readonly ports: LeasePorts & DeliverPorts & { readonly outbox: Outbox };
  /** null: none is held. */
  readonly lease: RunLease | null;
}

/**
 * Tells some people something once, however often it is asked to and whatever crashes in between: by a row in the outbox a
 * recipient, handed over at once where the server takes it. Says whether it is written down; not when another process has
 * the session.
 * @throws StoreError
 */
export async function tell(
  ports: Pick<TellingPorts, 'clock' | 'sealer'>,
  settings: Pick<TellingSettings, 'owner' | 'leaseMs'>,
  teller: Teller,
  { sessionDate }: Pick<MorningTimes, 'sessionDate'>,
  message: Message,
): Promise<boolean> {
  const { kind, sequence, recipients, mail, expiresAt } = message;
  const date = ports.clock.now();
  const mails = await Promise.all(
    recipients.map(async (recipient) => ({
      kind,
      sequence,
      sealed: await ports.sealer.seal(mail, { recipient, sessionDate, kind, sequence, date }),
      expiresAt,
    })),
  );
  const write = async (lease: RunLease) => {
    await teller.ports.outbox.queue(lease, mails, date);
    await deliverDue(teller.ports, lease, [kind]);
    return true;
  };
  if (teller.lease !== null) return write(teller.lease);
  const terms = { sessionDate, ...settings, waitUntil: null };
  return (await withLease(teller.ports, terms, ({ lease }) => write(lease))) === true;
}

/** Patience with the server for a message that nothing but this process knows of. */
const PATIENCE_MS = 60_000;

/** The same without a database to write it down in. Says whether each recipient has it, or may have it. */
export async function tellDirectly(
  ports: Pick<TellingPorts, 'clock' | 'log' | 'sealer' | 'transport'>,
  sessionDate: string,
  { kind, sequence, recipients, mail }: Message,
): Promise<boolean> {
  let all = true;
  for (const recipient of recipients) {
    const date = ports.clock.now();
    const sealed = await ports.sealer.seal(mail, { recipient, sessionDate, kind, sequence, date });
    const { outcome, response } = await ports.transport.send(sealed, PATIENCE_MS);
    ports.log.warn('a notice went out past the database', { kind, recipient, outcome, response });
    all &&= outcome === 'accepted' || outcome === 'ambiguous';
  }
  return all;
}
