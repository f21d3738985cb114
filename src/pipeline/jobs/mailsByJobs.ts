import type { MailQueue } from '../../ports/jobQueue.ts';
import type { MailAddressing } from '../../ports/mail.ts';
import type { Outbox, OutboxEntry } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import { throwIfStopped } from '../stop.ts';

export interface MailsByJobsPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly outbox: Outbox;
  readonly jobs: MailQueue | null;
}

/**
 * Sends the due mails of a kind. Where the store has a queue, workers send some of them, while this process
 * sends the others itself. It waits for the workers, and sends what they left: a worker decides nothing about
 * a mail that the server did not take.
 * @param sendOwn sends the due mails one after the other; returns the Message-IDs of those that it tried.
 * @throws StoreError `lease_lost`; Stopped; whatever `sendOwn` throws.
 */
export async function sendWithWorkers(
  ports: MailsByJobsPorts,
  lease: RunLease,
  kind: MailAddressing['kind'],
  signal: AbortSignal,
  sendOwn: () => Promise<readonly string[]>,
): Promise<void> {
  const { jobs, outbox, clock } = ports;
  throwIfStopped(signal);
  await removeEarlierJobs(ports, lease);
  const offered = (await jobs?.addMails(lease, kind, clock.now())) ?? [];
  const tried = new Set(await sendOwn());
  if (jobs === null) return;
  const isClaimed = ({ status }: OutboxEntry) => status === 'claimed';
  if (offered.length === 0 && !(await outbox.entries(lease.sessionDate, kind)).some(isClaimed)) return;
  await jobs.finishMails(lease, kind, signal);
  throwIfStopped(signal);
  await outbox.takeBack(lease, kind);
  await logOthers(ports, lease, kind, new Set(offered.filter((each) => !tried.has(each))));
  await sendOwn();
}

/** The first owner of a session has nothing to remove. A job that stays does nothing: it has no lease. */
async function removeEarlierJobs({ jobs, log }: MailsByJobsPorts, lease: RunLease): Promise<void> {
  if (jobs === null || lease.fence === 1) return;
  try {
    await jobs.takeOver(lease);
  } catch (error) {
    // No reason to hold a mail back.
    log.warn('jobs of an earlier owner could not be removed', {
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The log of the owner then has every mail that was sent. */
async function logOthers(
  { log, outbox }: MailsByJobsPorts,
  { sessionDate }: RunLease,
  kind: MailAddressing['kind'],
  messageIds: ReadonlySet<string>,
): Promise<void> {
  for (const { messageId, recipient, status, response } of await outbox.entries(sessionDate, kind))
    if (status === 'sent' && messageIds.has(messageId))
      log.info('mail handed over by a worker', { recipient, status, response });
}
