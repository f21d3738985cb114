import { createTask } from 'node-cron';
import type { Log } from '../../ports/runtime.ts';

/** Running ticks of the daemon. */
export interface Ticks {
  stop(): Promise<void>;
}

/**
 * Calls `wakeUp` at once, then every minute with node-cron and every `everyMs` milliseconds with a timer. One
 * of the two is enough if the other fails. `wakeUp` itself decides what is due.
 */
export function startTicks(
  wakeUp: () => Promise<void>,
  { timezone, everyMs, log }: { readonly timezone: string; readonly everyMs: number; readonly log: Log },
): Ticks {
  const timer = setInterval(() => void wakeUp(), everyMs);
  const task = createTask('* * * * *', () => void wakeUp(), {
    name: 'daybreak',
    timezone,
    suppressMissedWarning: true,
    logger: {
      info: () => undefined,
      debug: () => undefined,
      warn: (message) => log.warn('node-cron reported a warning', { problem: message }),
      error: (message) =>
        log.warn('node-cron failed; the timer continues', {
          problem: message instanceof Error ? message.message : message,
        }),
    },
  });
  void task.start();
  void wakeUp();
  return {
    async stop() {
      clearInterval(timer);
      await task.destroy();
    },
  };
}
