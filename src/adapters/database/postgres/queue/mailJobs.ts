import { setTimeout } from 'node:timers/promises';
import type { WorkerUtils } from 'graphile-worker';
import type { Pool } from 'pg';
import type { MailAddressing } from '../../../../ports/mail.ts';
import type { RunLease } from '../../../../ports/runLedger.ts';
import type { Log } from '../../../../ports/runtime.ts';
import type { Database } from '../../database.ts';
import { withLeaseGuard } from '../../store/leaseGuard.ts';
import { dueMails } from '../../store/outboxClaims.ts';
import { addJobs, unlockAndRemove } from './jobChanges.ts';
import { mailsKey } from './jobPayload.ts';
import { jobsLeft, LONGEST_MAIL_JOB_SECONDS, waitingWorkers } from './jobRows.ts';

const LOOK_EVERY_MS = 250;

/** Adds a job for each mail that is due and was never tried. @returns the Message-IDs of the mails. */
export async function addMailJobs(
  database: Database,
  lease: RunLease,
  kind: MailAddressing['kind'],
  now: Date,
): Promise<readonly string[]> {
  if ((await waitingWorkers(database.connection)) === 0) return [];
  return withLeaseGuard(database, lease, async (transaction) => {
    const mails = await dueMails(transaction.queries, lease, now)
      .where('kind', '=', kind)
      // A mail that a server did not take before is the owner's.
      .where('attempts', '=', 0)
      .select(['id', 'message_id'])
      .execute();
    if (mails.length < 2) return [];
    await addJobs(
      transaction,
      mails.map(({ id }) => ({
        key: `${mailsKey(lease, kind)}${id}`,
        job: { kind: 'mail', lease, mail: id },
      })),
    );
    return mails.map(({ message_id }) => message_id);
  });
}

/**
 * Waits for living workers, and removes the other jobs: the caller has sent, or will send, what they are
 * about.
 */
export async function finishMailJobs(
  log: Log,
  lease: RunLease,
  kind: MailAddressing['kind'],
  utils: WorkerUtils,
  pool: Pool,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const key = mailsKey(lease, kind);
    const { jobs, free, deadWorkers } = await jobsLeft(pool, key, LONGEST_MAIL_JOB_SECONDS);
    if (jobs === 0) return;
    if (deadWorkers.length > 0)
      log.warn('workers died: the owner of the morning sends their mails', { deadWorkers });
    // The jobs of dead workers are free then, and are removed by the next look.
    if (free.length + deadWorkers.length > 0) await unlockAndRemove(utils, free, deadWorkers);
    else await setTimeout(LOOK_EVERY_MS);
  }
}
