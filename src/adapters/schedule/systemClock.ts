import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../ports/runtime.ts';

/** The clock of the system. `wait` returns early, without an error, when its signal is aborted. */
export const systemClock: Clock = {
  now: () => new Date(),
  wait: async (milliseconds, signal) => {
    try {
      await setTimeout(milliseconds, undefined, signal && { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
