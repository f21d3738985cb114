import type { LeaseHolder, RunLease, RunLedger } from '../ports/runLedger.ts';
import type { Clock, Log, Repeater } from '../ports/runtime.ts';

export interface LeasePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: RunLedger;
  readonly repeater: Repeater;
}

export interface LeaseTerms {
  readonly sessionDate: string;
  /** Host, process id and a random part. */
  readonly owner: string;
  /** How long after its last sign of life a process keeps the morning. */
  readonly leaseMs: number;
  /** Until then somebody else's run is waited for; null: not at all. */
  readonly waitUntil: Date | null;
}

/** A lease in use. */
export interface Hold {
  readonly lease: RunLease;
  /** @throws StoreError `lease_lost` */
  renew(): Promise<void>;
}

/** Another process has the morning, and had it for as long as was waited. */
export interface HeldByAnother {
  readonly outcome: 'held-by-another';
  readonly sessionDate: string;
  readonly holder: LeaseHolder;
}

/** So many renewals may fail, on a locked database, before the lease ends. */
const RENEWALS_PER_LEASE = 3;
/** A holder that finishes gives its lease back early. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Runs a session's morning as its one owner: acquires it, or waits for its present owner to finish or to die; keeps the
 * lease alive meanwhile; gives it back at the end, whatever the end.
 */
export async function withLease<T>(
  ports: LeasePorts,
  terms: LeaseTerms,
  work: (hold: Hold) => Promise<T>,
): Promise<T | HeldByAnother> {
  const acquired = await acquire(ports, terms);
  if ('outcome' in acquired) return acquired;
  const renew = () => ports.runs.renew(acquired, endOfLease(ports, terms));
  const renewal = ports.repeater.every(terms.leaseMs / RENEWALS_PER_LEASE, () =>
    renew().catch((error: unknown) => warn(ports, 'the lease could not be renewed', error)),
  );
  try {
    return await work({ lease: acquired, renew });
  } finally {
    renewal.stop();
    // An error here would hide the one that ended the work; unreleased, the lease dies by itself.
    await ports.runs
      .release(acquired)
      .catch((error: unknown) => warn(ports, 'the lease could not be given back', error));
  }
}

async function acquire(ports: LeasePorts, terms: LeaseTerms): Promise<RunLease | HeldByAnother> {
  const { sessionDate, owner, waitUntil } = terms;
  for (let announced = false; ; announced = true) {
    const now = ports.clock.now();
    const acquisition = await ports.runs.acquire(sessionDate, owner, now, endOfLease(ports, terms));
    if (acquisition.kind === 'acquired') return acquisition.lease;
    const { holder } = acquisition;
    if (waitUntil === null || now >= waitUntil) return { outcome: 'held-by-another', sessionDate, holder };
    if (!announced)
      ports.log.info('another process has this morning: waiting for it', {
        sessionDate,
        owner: holder.owner,
        until: holder.until.toISOString(),
      });
    const next = Math.min(holder.until.getTime(), waitUntil.getTime()) - now.getTime();
    await ports.clock.wait(Math.min(Math.max(next, 1), LONGEST_WAIT_MS));
  }
}

function endOfLease({ clock }: LeasePorts, { leaseMs }: LeaseTerms): Date {
  return new Date(clock.now().getTime() + leaseMs);
}

function warn({ log }: LeasePorts, message: string, error: unknown): void {
  log.warn(message, { problem: error instanceof Error ? error.message : String(error) });
}
