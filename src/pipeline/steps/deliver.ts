import type { MailAddressing, MailTransport, SendResult, UnrecordedMails } from '../../ports/mail.ts';
import type { MailSettlement, Outbox, OutboxEntry, QueuedMail } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import { NEVER_STOPPED, throwIfStopped, waitUnlessStopped } from '../stop.ts';

export interface DeliverPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly transport: MailTransport;
  readonly unrecorded: UnrecordedMails;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 300_000;
/** A server that has not answered by then will not accept the mail. */
const LONGEST_SEND_MS = 240_000;

/** Log texts. Only a mail that the server accepted may be logged as handed over. */
const OUTCOME_WORDS: Readonly<Record<SendResult['outcome'], string>> = {
  accepted: 'mail handed over',
  refused: 'mail not taken',
  unreachable: 'mail not taken',
  ambiguous: 'mail perhaps taken: the answer of the server was lost',
};

/**
 * Sends every queued mail of a kind, with growing waits between attempts, until none is pending. Each mail is
 * then sent, given up or expired. A problem with one recipient does not delay the others. The store keeps the
 * time of the next attempt, so that a restart does not retry at once.
 * @throws StoreError `lease_lost` before it sends a mail, if another process has taken over; Stopped before
 *   it claims the next mail, or during a wait.
 */
export async function deliver(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
  signal: AbortSignal = NEVER_STOPPED,
): Promise<readonly OutboxEntry[]> {
  await recoverClaims(ports, lease);
  for (;;) {
    await sendDue(ports, lease, kind, signal);
    await giveUpExpired(ports, lease);
    const entries = await ports.outbox.entries(lease.sessionDate, kind);
    const pending = entries.filter(({ status }) => status === 'pending');
    if (pending.length === 0) return entries;
    const now = ports.clock.now().getTime();
    const waitMs = Math.max(Math.min(...pending.map(nextAttempt)) - now, 0);
    await waitUnlessStopped(ports.clock, waitMs, signal);
  }
}

/**
 * Sends nothing. Settles mails that an earlier process left claimed, and expires mails whose deadline has
 * passed.
 */
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
 * Sends the mails of some kinds that are due now, in the order of the kinds. Does not wait for later
 * attempts: the daemon calls it again and again.
 * @throws StoreError `lease_lost`; Stopped before it claims the next mail.
 */
export async function deliverDue(
  ports: DeliverPorts,
  lease: RunLease,
  kinds: readonly MailAddressing['kind'][],
  signal: AbortSignal = NEVER_STOPPED,
): Promise<void> {
  await recoverClaims(ports, lease);
  for (const kind of kinds) await sendDue(ports, lease, kind, signal);
  await giveUpExpired(ports, lease);
}

async function sendDue(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
  signal: AbortSignal,
): Promise<void> {
  // Each claim checks the clock and the lease: no mail is sent late, or by a process that lost its lease.
  const claim = async () => {
    throwIfStopped(signal);
    return ports.outbox.claim(lease, kind, ports.clock.now());
  };
  for (let mail = await claim(); mail !== null; mail = await claim()) {
    const { recipient, attempts, expiresAt } = mail;
    ports.log.debug('mail goes out', { recipient, attempt: attempts });
    const left = expiresAt.getTime() - ports.clock.now().getTime();
    const result = await ports.transport.send(mail, Math.min(left, LONGEST_SEND_MS));
    const at = ports.clock.now();
    const settlement = settlementOf(result, mail, at);
    const { status, response } = settlement;
    const level = status === 'sent' ? 'info' : status === 'pending' ? 'warn' : 'error';
    ports.log[level](OUTCOME_WORDS[result.outcome], { recipient, outcome: result.outcome, status, response });
    await ports.outbox.settle(lease, mail.id, settlement, at).catch((error: unknown) => {
      // Without this, the next process would send the mail a second time.
      if (result.outcome === 'accepted') ports.unrecorded.add(mail.messageId);
      throw error;
    });
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

function nextAttempt({ nextAttemptAt, expiresAt }: OutboxEntry): number {
  return Math.min(nextAttemptAt?.getTime() ?? 0, expiresAt.getTime());
}

/**
 * Decides what happens after one attempt. An ambiguous result is tried once more with the same bytes and
 * Message-ID, because a missed cut costs more than a mail that arrives twice. A second ambiguous result is
 * final, and the operator must check it.
 */
function settlementOf(result: SendResult, mail: QueuedMail, at: Date): MailSettlement {
  const { response } = result;
  const settled = { response, ambiguous: result.outcome === 'ambiguous', nextAttemptAt: null };
  const again = {
    ...settled,
    status: 'pending' as const,
    nextAttemptAt: new Date(at.getTime() + waitAfter(mail)),
  };
  switch (result.outcome) {
    case 'accepted':
      return { ...settled, status: 'sent' };
    case 'refused':
      return result.permanent ? { ...settled, status: 'refused' } : again;
    case 'unreachable':
      return again;
    case 'ambiguous':
      return mail.ambiguousTries > 0 ? { ...settled, status: 'ambiguous' } : again;
  }
}

/** Milliseconds: 30 s, 60 s, 120 s, and so on, at most 5 minutes. */
function waitAfter({ attempts }: QueuedMail): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
}
