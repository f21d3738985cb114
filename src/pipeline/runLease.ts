import type { LeaseHolder, RunLease, RunLedger } from '../ports/runLedger.ts';
import type { Clock, Log, Repeater } from '../ports/runtime.ts';
import { NEVER_STOPPED, waitUnlessStopped } from './stop.ts';

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
  /** How long the lease lasts after each renewal. */
  readonly leaseMs: number;
  /** Until when to wait for another process that holds the lease; null: do not wait. */
  readonly waitUntil: Date | null;
}

/** How the caller of a long piece of work follows it and ends it. */
export interface RunControl {
  /** Aborted: finish the step under way, begin no other, send no further mail, end every wait. */
  readonly signal?: AbortSignal;
  /** Called with the lease once it is acquired, and with null once it is released. */
  readonly onLease?: (lease: RunLease | null) => void;
}

/** A lease in use. */
export interface Hold {
  readonly lease: RunLease;
  /** @throws StoreError `lease_lost` */
  renew(): Promise<void>;
}

/** Another process held the lease for as long as this one waited. */
export interface HeldByAnother {
  readonly outcome: 'held-by-another';
  readonly sessionDate: string;
  readonly holder: LeaseHolder;
}

/** A locked database can fail two renewals in a row, and the third still comes before the lease ends. */
const RENEWALS_PER_LEASE = 3;
/**
 * A holder that finishes releases its lease before the lease ends, so the waiting process looks again this
 * often.
 */
const LONGEST_WAIT_MS = 5_000;

/**
 * Does work on a session as its only owner. Acquires the session's lease, or waits until its present owner
 * releases it or lets it end; renews the lease during the work; releases it after the work, even when the
 * work fails.
 * @throws Stopped, where the signal is aborted while it waits; whatever the work throws.
 */
export async function withLease<T>(
  ports: LeasePorts,
  terms: LeaseTerms,
  work: (hold: Hold) => Promise<T>,
  { signal = NEVER_STOPPED, onLease = () => undefined }: RunControl = {},
): Promise<T | HeldByAnother> {
  const acquired = await acquire(ports, terms, signal);
  if ('outcome' in acquired) return acquired;
  onLease(acquired);
  const renew = () => ports.runs.renew(acquired, ports.clock.now(), endOfLease(ports, terms));
  const renewal = ports.repeater.every(terms.leaseMs / RENEWALS_PER_LEASE, () =>
    renew().catch((error: unknown) => warn(ports, 'the lease could not be renewed', error)),
  );
  try {
    return await work({ lease: acquired, renew });
  } finally {
    renewal.stop();
    onLease(null);
    // Only log this error: thrown, it would hide the error that ended the work. The lease ends by itself.
    await ports.runs
      .release(acquired)
      .catch((error: unknown) => warn(ports, 'the lease could not be released', error));
  }
}

async function acquire(
  ports: LeasePorts,
  terms: LeaseTerms,
  signal: AbortSignal,
): Promise<RunLease | HeldByAnother> {
  const { sessionDate, owner, waitUntil } = terms;
  for (let announced = false; ; announced = true) {
    const now = ports.clock.now();
    const acquisition = await ports.runs.acquire(sessionDate, owner, now, endOfLease(ports, terms));
    if (acquisition.kind === 'acquired') return acquisition.lease;
    const { holder } = acquisition;
    if (waitUntil === null || now >= waitUntil) return { outcome: 'held-by-another', sessionDate, holder };
    if (!announced)
      ports.log.warn('another process has this morning: waiting for it', {
        sessionDate,
        owner: holder.owner,
        until: holder.until.toISOString(),
      });
    const next = Math.min(holder.until.getTime(), waitUntil.getTime()) - now.getTime();
    await waitUnlessStopped(ports.clock, Math.min(Math.max(next, 1), LONGEST_WAIT_MS), signal);
  }
}

function endOfLease({ clock }: LeasePorts, { leaseMs }: LeaseTerms): Date {
  return new Date(clock.now().getTime() + leaseMs);
}

function warn({ log }: LeasePorts, message: string, error: unknown): void {
  log.warn(message, { problem: error instanceof Error ? error.message : String(error) });
}
