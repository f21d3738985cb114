import type { Acquisition, LeaseHolder, RunLease, RunLedger } from '../../ports/runLedger.ts';
import { StoreError } from '../../shared/errors.ts';

/** The daemon's own row among the leases: who of several keeps the watch. No session is called so. */
const WATCH = 'watch';

export interface WatchLease {
  /** Keeps the watch for another while, or takes it where nobody has it. Null: it is this process's. */
  keep(runs: RunLedger, now: Date): Promise<LeaseHolder | null>;
  /** Gives it back, so that another process takes it at once. */
  giveBack(runs: RunLedger): Promise<void>;
}

/** One daemon of several works and the others stand by: they take over when its lease is given back or dies. */
export function createWatchLease(owner: string, leaseMs: number): WatchLease {
  let held: RunLease | null = null;
  return {
    async keep(runs, now) {
      const until = new Date(now.getTime() + leaseMs);
      if (held !== null && (await isRenewed(runs, held, until))) return null;
      held = null;
      const acquisition: Acquisition = await runs.acquire(WATCH, owner, now, until);
      if (acquisition.kind === 'held') return acquisition.holder;
      held = acquisition.lease;
      return null;
    },
    async giveBack(runs) {
      if (held !== null) await runs.release(held);
      held = null;
    },
  };
}

async function isRenewed(runs: RunLedger, lease: RunLease, until: Date): Promise<boolean> {
  try {
    await runs.renew(lease, until);
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'lease_lost') return false;
    throw error;
  }
}
