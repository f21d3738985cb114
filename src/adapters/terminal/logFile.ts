import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import rolling from 'pino-roll';
import { makeFolder } from '../../shared/folders.ts';
import type { LineSink } from './lineSink.ts';

/** A log file that is open for writing. */
export interface LogFile extends LineSink {
  /** Writes the remaining lines and closes the file. */
  close(): Promise<void>;
}

const NAME = /^daybreak\.(\d{4}-\d{2}-\d{2})\.\d+\.log$/;
const DAY_MS = 86_400_000;
const LONGEST_CLOSE_MS = 2_000;

/**
 * Opens the log file of the day, `daybreak.2026-03-09.1.log`. A day with more than 50 MB gets several files.
 * Opening removes files older than `keepDays`; pino-roll would limit the number of files, so one day with
 * many files would remove the files of a month.
 * @throws the system's error when the folder cannot be written.
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
    // Synchronous, because the last lines before a crash matter most.
    sync: true,
  });
  // A full disk must not stop a morning; standard error has the lines too.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(line),
    close: () =>
      new Promise((resolve) => {
        // On a full disk the stream never closes. Without a timer the process would end with an error.
        const timer = setTimeout(resolve, LONGEST_CLOSE_MS);
        stream.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        stream.end();
      }),
  };
}

/** Removes the log files of days more than `keepDays` ago. */
export function removeOldLogs(folder: string, keepDays: number, now: Date): void {
  const oldest = new Date(now.getTime() - keepDays * DAY_MS).toISOString().slice(0, 10);
  for (const name of readdirSync(folder)) {
    const day = NAME.exec(name)?.[1];
    if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true });
  }
}
