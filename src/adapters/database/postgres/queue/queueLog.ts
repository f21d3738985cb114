import type { Logger } from 'graphile-worker';
import type { Log } from '../../../../ports/runtime.ts';
import { queueLibrary } from '../driver.ts';

/**
 * What the queue itself reports, in the log of the program. Each finished job is a detail here; a job that
 * fails is tried again, so it is a warning.
 */
export function queueLog(log: Log): Logger {
  return new (queueLibrary().Logger)(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn(`queue: ${firstLine(message)}`);
    else log.debug(`queue: ${firstLine(message)}`);
  });
}

/** Stacks would name files of the program only. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
