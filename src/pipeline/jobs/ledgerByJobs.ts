import type { JobQueue } from '../../ports/jobQueue.ts';
import type { TraderSessions } from '../../ports/ledgerStore.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { type LedgerPorts, type LedgerUpdate, updateLedger } from '../updateLedger.ts';

/** So many jobs, where there is enough to do: more would cost time, fewer would leave a worker idle. */
const MOST_JOBS = 32;

export interface LedgerJobPorts extends LedgerPorts {
  /** null: the store has no queue, or WORKERS is 0. */
  readonly jobs: JobQueue | null;
}

/**
 * Updates the ledger for a morning. Where the store has a queue, every worker of the desk takes part, and
 * this process does what they leave. Without one, or without a lease, this process does it alone.
 * @throws StoreError `lease_lost`
 */
export async function ledgerByJobs(ports: LedgerJobPorts, lease: RunLease | null): Promise<LedgerUpdate> {
  if (ports.jobs === null || lease === null) return updateLedger(ports, { lease });
  await ports.ledger.applyBaseCurrency();
  await ports.jobs.takeOver(lease);
  const update = { traders: 0, days: 0 };
  const jobs = await ports.jobs.addLedger(lease, (stale) => {
    update.traders = stale.length;
    update.days = sessionsOf(stale);
    return blocksOf(stale);
  });
  if (jobs > 0) await workOn(ports, ports.jobs, lease, jobs);
  // What no job has done: one that kept failing fails here once more, and its error ends the step.
  const rest = await updateLedger(ports, { lease });
  return jobs > 0 ? update : rest;
}

async function workOn(
  { progress }: LedgerJobPorts,
  queue: JobQueue,
  lease: RunLease,
  jobs: number,
): Promise<void> {
  let left = jobs;
  progress.start('ledger jobs', jobs);
  await queue.finish(lease, (now) => {
    progress.advance(Math.max(left - now, 0));
    left = Math.min(left, now);
  });
  progress.finish();
}

/**
 * Blocks of traders with about the same number of sessions, none where one process is as fast. The traders
 * with the most sessions come first: what takes longest should not begin last.
 * Example: 64 traders with a session each are 32 blocks of 2.
 */
export function blocksOf(stale: readonly TraderSessions[]): readonly (readonly string[])[] {
  if (stale.length < 2) return [];
  const size = Math.ceil(sessionsOf(stale) / MOST_JOBS);
  const blocks: string[][] = [];
  let room = 0;
  for (const { trader, sessions } of stale.toSorted((a, b) => b.sessions.length - a.sessions.length)) {
    if (room <= 0) {
      blocks.push([]);
      room = size;
    }
    blocks.at(-1)?.push(trader);
    room -= sessions.length;
  }
  return blocks;
}

function sessionsOf(stale: readonly TraderSessions[]): number {
  return stale.reduce((sum, { sessions }) => sum + sessions.length, 0);
}
