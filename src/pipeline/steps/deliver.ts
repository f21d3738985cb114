import type {
  Clock,
  HandOver,
  Log,
  MailTransport,
  Outbox,
  OutboxEntry,
  OutboxStatus,
  QueuedMail,
} from '../../ports.ts';

export interface DeliverPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly transport: MailTransport;
}

export type DeliveryStatus = 'dry-run' | 'sent' | 'queued' | 'late' | 'withheld';

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 300_000;

/**
 * Hands over every queued morning mail of a session, round after round with growing waits, until none is pending or the
 * deadline has passed. One recipient's trouble never holds up another: a round tries each mail once.
 */
export async function deliver(
  ports: DeliverPorts,
  sessionDate: string,
  deadline: Date,
): Promise<readonly OutboxEntry[]> {
  const onceAmbiguous = new Set<number>();
  for (let round = 1; ; round++) {
    await tryEachOnce(ports, sessionDate, round, onceAmbiguous);
    await ports.outbox.expire(ports.clock.now());
    const entries = await ports.outbox.entries(sessionDate, 'morning');
    if (!entries.some((entry) => entry.status === 'pending')) return entries;
    const untilDeadline = deadline.getTime() - ports.clock.now().getTime();
    await ports.clock.wait(
      Math.min(FIRST_WAIT_MS * 2 ** (round - 1), LONGEST_WAIT_MS, Math.max(untilDeadline, 0)),
    );
  }
}

/** How a morning's delivery stands, from its recipients. */
export function deliveryStatus(entries: readonly OutboxEntry[]): DeliveryStatus {
  if (entries.some((entry) => entry.status === 'sent')) return 'sent';
  return entries.some((entry) => entry.status === 'expired') ? 'late' : 'queued';
}

async function tryEachOnce(
  ports: DeliverPorts,
  sessionDate: string,
  round: number,
  onceAmbiguous: Set<number>,
): Promise<void> {
  const claim = () => ports.outbox.claim(sessionDate, 'morning', round, ports.clock.now());
  for (let mail = await claim(); mail !== null; mail = await claim()) {
    const end = await ports.transport.send(mail);
    const status = statusAfter(end, mail, onceAmbiguous);
    await ports.outbox.settle(mail.id, status, end.response, ports.clock.now());
    const level = status === 'sent' ? 'info' : 'warn';
    ports.log[level]('mail handed over', {
      recipient: mail.recipient,
      outcome: end.outcome,
      status,
      response: end.response,
    });
  }
}

/**
 * An ambiguous end is tried once more with the same bytes and Message-ID, for a limit cut that is missed costs more than
 * one that arrives twice; a second ambiguous end stays and is for a person to look at.
 */
function statusAfter(
  end: HandOver,
  mail: QueuedMail,
  onceAmbiguous: Set<number>,
): Exclude<OutboxStatus, 'claimed' | 'expired'> {
  switch (end.outcome) {
    case 'accepted':
      return 'sent';
    case 'refused':
      return end.permanent ? 'refused' : 'pending';
    case 'unreachable':
      return 'pending';
    case 'ambiguous':
      if (onceAmbiguous.has(mail.id)) return 'ambiguous';
      onceAmbiguous.add(mail.id);
      return 'pending';
  }
}
