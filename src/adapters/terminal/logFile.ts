import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import rolling from 'pino-roll';
import { makeFolder } from '../../shared/folders.ts';
import type { LineSink } from './log.ts';

export interface LogFile extends LineSink {
  /** Writes what is left, and lets go of the file. */
  close(): Promise<void>;
}

const NAME = /^daybreak\.(\d{4}-\d{2}-\d{2})\.\d+\.log$/;
const DAY_MS = 86_400_000;

/**
 * A log file a day, `daybreak.2026-03-09.1.log`, and another one where a day's grows beyond 50 MB. Older days are removed
 * as it is opened: pino-roll counts files, and one loud day would push a month out.
 * @throws the system's error where the folder cannot be written.
 */
export async function openLogFile(folder: string, keepDays: number, now: Date): Promise<LogFile> {
  makeFolder(folder);
  removeOldLogs(folder, keepDays, now);
  const stream = await rolling({
    file: join(folder, 'daybreak'),
    extension: '.log',
    frequency: 'daily',
    dateFormat: 'yyyy-MM-dd',
    size: '50m',
    // Each line at once: the last ones before a crash are those that matter.
    sync: true,
  });
  // A full disk must not end a morning; the lines are on standard error too.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(line),
    close: () =>
      new Promise((resolve) => {
        stream.once('close', resolve);
        stream.end();
      }),
  };
}

/** Removes the files of days longer ago than are kept. */
export function removeOldLogs(folder: string, keepDays: number, now: Date): void {
  const oldest = new Date(now.getTime() - keepDays * DAY_MS).toISOString().slice(0, 10);
  for (const name of readdirSync(folder)) {
    const day = NAME.exec(name)?.[1];
    if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true });
  }
}
