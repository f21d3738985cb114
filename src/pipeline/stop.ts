import type { Clock } from '../ports/runtime.ts';

/** Ends work between two of its steps because the process was asked to stop. It is not a failure. */
export class Stopped extends Error {
  constructor() {
    super('asked to stop');
    this.name = 'Stopped';
  }
}

/** For work that nothing stops early. */
export const NEVER_STOPPED: AbortSignal = new AbortController().signal;

/** @throws Stopped where the process was asked to stop. */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Stopped();
}

/**
 * Waits, unless the process is asked to stop before or during the wait. The clock gets the signal too: a
 * timer that goes on would keep the process alive.
 * @throws Stopped
 */
export async function waitUnlessStopped(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  throwIfStopped(signal);
  await clock.wait(milliseconds, signal);
  throwIfStopped(signal);
}
