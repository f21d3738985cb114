import type { LeaseHolder, RunLease, RunLedger } from '../../ports/runLedger.ts';
import type { Clock, Log, Repeater } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';

/**
 * The row of the daemon's lease, among those of the sessions. Stores and older daemons know it by this name.
 */
const DAEMON_ROW = 'watch';

/** So many renewals in a row may fail before the lease ends. */
const RENEWALS_PER_LEASE = 3;

export interface DaemonLeaseTerms {
  readonly owner: string;
  readonly leaseMs: number;
  /** Called each time the lease is acquired, renewed or found in use. null: this process holds it. */
  readonly onHolder: (other: LeaseHolder | null) => void;
}

interface DaemonLeasePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly repeater: Repeater;
}

/**
 * Lets one daemon of several work. The others stand by, and take over when it releases the lease or lets it
 * end.
 */
export class DaemonLease {
  readonly #ports: DaemonLeasePorts;
  readonly #terms: DaemonLeaseTerms;
  #held: RunLease | null = null;

  constructor(ports: DaemonLeasePorts, terms: DaemonLeaseTerms) {
    this.#ports = ports;
    this.#terms = terms;
  }

  /**
   * Does the work if this process holds the lease or can acquire it, and renews the lease during the work.
   * Keeps the lease after the work. Each renewal writes to the store, which shows that the store can be
   * written.
   * @throws StoreError
   */
  async holdDuring(runs: RunLedger, work: () => Promise<void>): Promise<void> {
    if (!(await this.#hold(runs))) return;
    const { repeater, log } = this.#ports;
    const renewal = repeater.every(this.#terms.leaseMs / RENEWALS_PER_LEASE, async () => {
      await this.#hold(runs).catch((error: unknown) =>
        log.warn('the daemon lease could not be renewed', {
          problem: error instanceof Error ? error.message : String(error),
        }),
      );
    });
    try {
      await work();
    } finally {
      renewal.stop();
    }
  }

  /** Ends the lease, so that another daemon acquires it at once. */
  async release(runs: RunLedger): Promise<void> {
    if (this.#held !== null) await runs.release(this.#held);
    this.#held = null;
  }

  async #hold(runs: RunLedger): Promise<boolean> {
    const other = await this.#acquire(runs);
    this.#terms.onHolder(other);
    return other === null;
  }

  async #acquire(runs: RunLedger): Promise<LeaseHolder | null> {
    const now = this.#ports.clock.now();
    const until = new Date(now.getTime() + this.#terms.leaseMs);
    if (this.#held !== null && (await isRenewed(runs, this.#held, now, until))) return null;
    this.#held = null;
    const acquisition = await runs.acquire(DAEMON_ROW, this.#terms.owner, now, until);
    if (acquisition.kind === 'held') return acquisition.holder;
    this.#held = acquisition.lease;
    return null;
  }
}

async function isRenewed(runs: RunLedger, lease: RunLease, now: Date, until: Date): Promise<boolean> {
  try {
    await runs.renew(lease, now, until);
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'lease_lost') return false;
    throw error;
  }
}
