/** The steps of a morning, in the order in which they run. */
export const stepNames = [
  'fetch',
  'reconcile',
  'ledger',
  'indicators',
  'forecast',
  'decide',
  'render',
  'queue',
  'send',
] as const;

export type StepName = (typeof stepNames)[number];

/**
 * The right to run one session's morning. Of all leases of a session, only the one with the newest fence may
 * write.
 */
export interface RunLease {
  readonly sessionDate: string;
  /** The process: host, process id, and a random part that no later process shares. */
  readonly owner: string;
  /** Fencing token: grows with every acquisition of the session. */
  readonly fence: number;
}

export interface LeaseHolder {
  readonly owner: string;
  readonly until: Date;
}

export type Acquisition =
  | { readonly kind: 'acquired'; readonly lease: RunLease }
  | { readonly kind: 'held'; readonly holder: LeaseHolder };

/** How the last run of a step ended. */
export interface StepRecord {
  readonly step: StepName;
  readonly status: 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly owner: string | null;
  readonly error: string | null;
}

/** Who runs a session's morning, and which of its steps were begun, done or failed. */
export interface RunLedger {
  /**
   * Acquires the morning, by compare-and-set, unless another owner's lease is still valid. It lasts from
   * `at`, the present of the caller's clock, to `until`. A store that several hosts share ends it by its own
   * clock.
   */
  acquire(sessionDate: string, owner: string, at: Date, until: Date): Promise<Acquisition>;
  /**
   * Moves the end of the lease to `until`, on a clock that shows `at` now.
   * @throws StoreError `lease_lost` where another owner has acquired the session; so does every method with
   *   a lease.
   */
  renew(lease: RunLease, at: Date, until: Date): Promise<void>;
  /** Ends the lease, so the next owner need not wait for its end. Does nothing for a lost lease. */
  release(lease: RunLease): Promise<void>;
  begin(lease: RunLease, step: StepName, at: Date): Promise<void>;
  done(lease: RunLease, step: StepName, at: Date): Promise<void>;
  failed(lease: RunLease, step: StepName, at: Date, error: string): Promise<void>;
  steps(sessionDate: string): Promise<readonly StepRecord[]>;
}
