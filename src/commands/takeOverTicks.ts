import type { DaemonStatus } from '../pipeline/daemon/daemonStatus.ts';

export interface TakeOverTerms {
  readonly status: () => Pick<DaemonStatus, 'state'>;
  readonly wakeUp: () => Promise<void>;
  readonly leaseMs: number;
}

/** A daemon that stands by takes over so soon after the lease of the other one has ended. */
export const LOOK_EVERY_MS = 5_000;

/**
 * Wakes a daemon up more often while it stands by, and for the length of a lease afterwards: the lease of the
 * morning ends later than that of the daemon where the other process was killed in the middle.
 */
export function takeOverTicks({ status, wakeUp, leaseMs }: TakeOverTerms): { stop(): void } {
  const looks = Math.ceil(leaseMs / LOOK_EVERY_MS) + 1;
  let left = 0;
  const timer = setInterval(() => {
    left = status().state === 'standing by' ? looks : left - 1;
    if (left > 0) void wakeUp();
  }, LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
