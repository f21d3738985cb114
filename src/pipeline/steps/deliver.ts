import type { MailQueue } from '../../ports/jobQueue.ts';
import type { MailAddressing, MailTransport, UnrecordedMails } from '../../ports/mail.ts';
import type { Outbox, OutboxEntry } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import { sendWithWorkers } from '../jobs/mailsByJobs.ts';
import { NEVER_STOPPED, throwIfStopped, waitUnlessStopped } from '../stop.ts';
import { longestSendMs, OUTCOME_WORDS, settlementOf } from './mailAttempt.ts';

export interface DeliverPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly transport: MailTransport;
  readonly unrecorded: UnrecordedMails;
  /** null: the store has no queue, or WORKERS is 0. */
  readonly jobs: MailQueue | null;
}

/** How soon to look again at a mail that a worker holds. */
const LOOK_AT_HELD_MS = 2_000;

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
  for (let mayBeClaimed = true; ; ) {
    if (mayBeClaimed) await recoverClaims(ports, lease);
    await sendDue(ports, lease, kind, signal);
    await giveUpExpired(ports, lease);
    const entries = await ports.outbox.entries(lease.sessionDate, kind);
    const open = entries.filter(({ status }) => status === 'pending' || status === 'claimed');
    if (open.length === 0) return entries;
    mayBeClaimed = open.some(({ status }) => status === 'claimed');
    const now = ports.clock.now();
    const next = Math.min(...open.map((entry) => nextAttempt(entry, now)));
    await waitUnlessStopped(ports.clock, Math.max(next - now.getTime(), 0), signal);
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

function sendDue(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
  signal: AbortSignal,
): Promise<void> {
  return sendWithWorkers(ports, lease, kind, signal, () => sendOwn(ports, lease, kind, signal));
}

/** @returns the Message-IDs of the mails that this process tried to send. */
async function sendOwn(
  ports: DeliverPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const tried: string[] = [];
  // Each claim checks the clock and the lease: no mail is sent late, or by a process that lost its lease.
  const claim = async () => {
    throwIfStopped(signal);
    return ports.outbox.claim(lease, kind, ports.clock.now());
  };
  for (let mail = await claim(); mail !== null; mail = await claim()) {
    const { recipient, attempts, messageId } = mail;
    tried.push(messageId);
    ports.log.debug('mail goes out', { recipient, attempt: attempts });
    const result = await ports.transport.send(mail, longestSendMs(mail, ports.clock.now()));
    const at = ports.clock.now();
    const settlement = settlementOf(result, mail, at);
    const { status, response } = settlement;
    const level = status === 'sent' ? 'info' : status === 'pending' ? 'warn' : 'error';
    ports.log[level](OUTCOME_WORDS[result.outcome], { recipient, outcome: result.outcome, status, response });
    await ports.outbox.settle(lease, mail.id, settlement, at).catch((error: unknown) => {
      // Without this, the next process would send the mail a second time.
      if (result.outcome === 'accepted') ports.unrecorded.add(messageId);
      throw error;
    });
  }
  return tried;
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

/** A mail that is claimed here is held by a worker, or by one that died: it may be settled at any time. */
function nextAttempt({ status, nextAttemptAt, expiresAt }: OutboxEntry, now: Date): number {
  if (status === 'claimed') return now.getTime() + LOOK_AT_HELD_MS;
  return Math.min(nextAttemptAt?.getTime() ?? 0, expiresAt.getTime());
}
