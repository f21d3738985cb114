import { createTask } from 'node-cron';
import type { Log } from '../../ports/runtime.ts';

export interface WakeUps {
  stop(): Promise<void>;
}

/**
 * Wakes at once, then every minute by the cron library, and by a timer of its own besides: either alone is enough, and
 * what is due is no business of theirs.
 * @param everyMs of the timer.
 */
export function startWakeUps(
  wakeUp: () => Promise<void>,
  { timezone, everyMs, log }: { readonly timezone: string; readonly everyMs: number; readonly log: Log },
): WakeUps {
  const timer = setInterval(() => void wakeUp(), everyMs);
  const task = createTask('* * * * *', () => void wakeUp(), {
    name: 'daybreak',
    timezone,
    suppressMissedWarning: true,
    logger: {
      info: () => undefined,
      debug: () => undefined,
      warn: (message) => log.warn('the cron library warns', { problem: message }),
      error: (message) =>
        log.warn('the cron library failed; the timer goes on', {
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
