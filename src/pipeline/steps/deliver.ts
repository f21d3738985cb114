import type { HandOver, MailAddressing, MailTransport } from '../../ports/mail.ts';
import type { MailSettlement, Outbox, OutboxEntry, QueuedMail } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

export interface DeliverPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly transport: MailTransport;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 300_000;
/** Longer than that no server takes that will take it at all. */
const LONGEST_HAND_OVER_MS = 240_000;

/** For the log, where nothing may be called handed over that the server did not take. */
const END_IN_WORDS: Readonly<Record<HandOver['outcome'], string>> = {
  accepted: 'mail handed over',
  refused: 'mail not taken',
  unreachable: 'mail not taken',
  ambiguous: 'mail perhaps taken: the answer of the server was lost',
};

/**
 * Hands over every queued mail of a kind, each tried again after growing waits, until none is pending: each is sent, or
 * given up, or its time has passed. One recipient's trouble never holds up another, and when each is to be tried again
 * is in the store, so that a restart does not hammer the server.
 * @throws StoreError `lease_lost` before anything is handed over that another process has taken on.
 */
export async function deliver(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
): Promise<readonly OutboxEntry[]> {
  await recoverClaims(ports, lease);
  for (;;) {
    await handOverDue(ports, lease, kind);
    await giveUpExpired(ports, lease);
    const entries = await ports.outbox.entries(lease.sessionDate, kind);
    const pending = entries.filter(({ status }) => status === 'pending');
    if (pending.length === 0) return entries;
    const now = ports.clock.now().getTime();
    await ports.clock.wait(Math.max(Math.min(...pending.map(nextTurn)) - now, 0));
  }
}

/** Settles what an earlier process left claimed and what has run out of time, without handing anything over. */
export async function closeLate(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
): Promise<readonly OutboxEntry[]> {
  await recoverClaims(ports, lease);
  await giveUpExpired(ports, lease);
  return ports.outbox.entries(lease.sessionDate, kind);
}

/**
 * Hands over whatever mails of some kinds are due now, in the order of the kinds, without waiting for those to be tried
 * later: whoever looks again and again calls it again.
 * @throws StoreError `lease_lost`
 */
export async function deliverDue(
  ports: DeliverPorts,
  lease: RunLease,
  kinds: readonly MailAddressing['kind'][],
): Promise<void> {
  await recoverClaims(ports, lease);
  for (const kind of kinds) await handOverDue(ports, lease, kind);
  await giveUpExpired(ports, lease);
}

async function handOverDue(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
): Promise<void> {
  // Claiming looks at the clock and the lease each time: nothing is handed over late, or by a process that lost its turn.
  const claim = () => ports.outbox.claim(lease, kind, ports.clock.now());
  for (let mail = await claim(); mail !== null; mail = await claim()) {
    const { recipient, attempts, expiresAt } = mail;
    ports.log.debug('mail goes out', { recipient, attempt: attempts });
    const left = expiresAt.getTime() - ports.clock.now().getTime();
    const end = await ports.transport.send(mail, Math.min(left, LONGEST_HAND_OVER_MS));
    const at = ports.clock.now();
    const settlement = settlementOf(end, mail, at);
    const { status, response } = settlement;
    const level = status === 'sent' ? 'info' : status === 'pending' ? 'warn' : 'error';
    ports.log[level](END_IN_WORDS[end.outcome], { recipient, outcome: end.outcome, status, response });
    await ports.outbox.settle(lease, mail.id, settlement, at);
  }
}

async function recoverClaims({ clock, log, outbox }: DeliverPorts, lease: RunLease): Promise<void> {
  for (const { recipient, status } of await outbox.recover(lease, clock.now())) {
    log[status === 'pending' ? 'warn' : 'error']('a mail had been claimed by a process that ended', {
      recipient,
      status,
    });
  }
}

async function giveUpExpired({ clock, log, outbox }: DeliverPorts, lease: RunLease): Promise<void> {
  const mails = await outbox.expire(lease, clock.now());
  if (mails > 0) log.error('mails were not sent in time', { mails });
}

function nextTurn({ nextAttemptAt, expiresAt }: OutboxEntry): number {
  return Math.min(nextAttemptAt?.getTime() ?? 0, expiresAt.getTime());
}

/**
 * An ambiguous end is tried once more with the same bytes and Message-ID, for a limit cut that is missed costs more than
 * one that arrives twice; a second ambiguous end stays and is for a person to look at.
 */
function settlementOf(end: HandOver, mail: QueuedMail, at: Date): MailSettlement {
  const { response } = end;
  const settled = { response, ambiguous: end.outcome === 'ambiguous', nextAttemptAt: null };
  const again = { ...settled, status: 'pending' as const, nextAttemptAt: laterBy(waitAfter(mail), at) };
  switch (end.outcome) {
    case 'accepted':
      return { ...settled, status: 'sent' };
    case 'refused':
      return end.permanent ? { ...settled, status: 'refused' } : again;
    case 'unreachable':
      return again;
    case 'ambiguous':
      return mail.ambiguousTries > 0 ? { ...settled, status: 'ambiguous' } : again;
  }
}

function waitAfter({ attempts }: QueuedMail): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
}

function laterBy(milliseconds: number, at: Date): Date {
  return new Date(at.getTime() + milliseconds);
}
