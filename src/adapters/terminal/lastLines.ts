import { DateTime } from 'luxon';
import { z } from 'zod';
import type { LineSink } from './lineSink.ts';
import { detailWords } from './logWords.ts';

/** Number of log lines in a mail to the operator. */
export const LAST_LINES = 15;

/** A sink that keeps the last log lines. */
export interface LastLines extends LineSink {
  /** The last lines as text, oldest first: `05:00:01 EST warn the morning failed (code=no_fills)`. */
  lines(): readonly string[];
}

const logLine = z.record(z.string(), z.unknown());

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/**
 * Keeps the last `most` log lines for the operator's mail, so that the cause of a failure can be read without
 * a login on the host. Times are in `timezone`, like all other times in that mail.
 */
export function rememberLines(most: number, timezone: string): LastLines {
  const kept: string[] = [];
  return {
    write: (line) => {
      kept.push(line);
      if (kept.length > most) kept.shift();
    },
    lines: () => kept.map((line) => lineText(line, timezone)),
  };
}

/** An ISO 8601 time in the details of a log line: `2026-03-03T10:05:00.000Z`. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function lineText(line: string, timezone: string): string {
  // The process id is omitted: the lines come from the process that sends the mail.
  const { time, level, msg, pid: _, ...details } = logLine.parse(JSON.parse(line));
  const rest = detailWords(details, (text) =>
    INSTANT.test(text) ? localTime(text, timezone, 'yyyy-LL-dd ') : text,
  );
  const words = `${localTime(String(time), timezone)} ${LEVELS[Number(level)] ?? ''} ${String(msg)}`;
  return rest === '' ? words : `${words} (${rest})`;
}

function localTime(isoTime: string, zone: string, day = ''): string {
  return DateTime.fromISO(isoTime, { zone }).setLocale('en-US').toFormat(`${day}HH:mm:ss ZZZZ`);
}
