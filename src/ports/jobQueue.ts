import type { HistoryJob } from './historyJobs.ts';
import type { TraderSessions } from './ledgerStore.ts';
import type { RunLease } from './runLedger.ts';

/** Brings the ledger of some traders up to date, for one morning. */
export interface LedgerJob {
  readonly kind: 'ledger';
  readonly lease: RunLease;
  readonly traders: readonly string[];
}

/** Work that any worker of the desk may do, on any host. It may be done twice, with the same result. */
export type Job = LedgerJob | HistoryJob;

/** Does a job. A job of a lost lease does nothing. @throws StoreError, after which it is tried again. */
export type DoJob = (job: Job) => Promise<void>;

/** Jobs that the store keeps until they are done. Each belongs to the lease of a morning. */
export interface JobQueue {
  /**
   * Removes the jobs of earlier owners of the session and of earlier sessions, also those that a worker was
   * doing when it died.
   */
  takeOver(lease: RunLease): Promise<void>;
  /**
   * Adds a job for each block of traders, in the transaction that reads which of them have stale days.
   * @returns how many jobs were added.
   * @throws StoreError `lease_lost`
   */
  addLedger(
    lease: RunLease,
    blocksOf: (stale: readonly TraderSessions[]) => readonly (readonly string[])[],
  ): Promise<number>;
  /**
   * Works on the jobs of a lease, next to other workers, until none is left. A job whose worker died is done
   * again; one that keeps failing is removed, and its work is left to the caller.
   * @param onLeft called now and then with the number of jobs that are left.
   */
  finish(lease: RunLease, onLeft: (jobs: number) => void): Promise<void>;
}
