import type { HistoryJob } from './historyJobs.ts';
import type { TraderSessions } from './ledgerStore.ts';
import type { MailAddressing } from './mail.ts';
import type { RunLease } from './runLedger.ts';

/** Brings the ledger of some traders up to date, for one morning. */
export interface LedgerJob {
  readonly kind: 'ledger';
  readonly lease: RunLease;
  readonly traders: readonly string[];
}

/** Sends one mail of the outbox. Only a process with mail settings does it. */
export interface MailJob {
  readonly kind: 'mail';
  readonly lease: RunLease;
  /** The row of the outbox. */
  readonly mail: number;
}

/** Work that any worker of the desk may do, on any host. It may be done twice, with the same result. */
export type Job = LedgerJob | HistoryJob | MailJob;

/** Does a job. A job of a lost lease does nothing. @throws StoreError, after which it is tried again. */
export type DoJob = (job: Job) => Promise<void>;

/** Lets workers send mails of the outbox. They help only: the caller sends what they leave. */
export interface MailQueue {
  /**
   * Removes the jobs of earlier owners of the session and of earlier sessions, also those that a worker was
   * doing when it died.
   */
  takeOver(lease: RunLease): Promise<void>;
  /**
   * Adds a job for each mail of a kind that is due and was never tried, in the transaction that reads which
   * they are. None where there is one mail only, or no worker.
   * @returns the Message-IDs of the mails.
   * @throws StoreError `lease_lost`
   */
  addMails(lease: RunLease, kind: MailAddressing['kind'], now: Date): Promise<readonly string[]>;
  /**
   * Waits until no living worker does a mail job of the lease and kind, or the signal is aborted. Removes
   * the jobs that no worker has begun, and those of workers that died.
   */
  finishMails(lease: RunLease, kind: MailAddressing['kind'], signal: AbortSignal): Promise<void>;
}

/** Jobs that the store keeps until they are done. Each belongs to the lease of a morning. */
export interface JobQueue extends MailQueue {
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
   * Works on the ledger jobs of a lease, next to other workers, until none is left. A job whose worker died
   * is done again; one that keeps failing is removed, and its work is left to the caller.
   * @param onLeft called now and then with the number of jobs that are left.
   */
  finish(lease: RunLease, onLeft: (jobs: number) => void): Promise<void>;
}
