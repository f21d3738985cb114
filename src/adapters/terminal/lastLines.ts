import { DateTime } from 'luxon';
import type { LineSink } from './log.ts';

/** Log lines in a mail to the operator. */
export const LAST_LINES = 15;

export interface LastLines extends LineSink {
  /** The last lines, oldest first, each in words: `05:00:01 EST warn the morning failed (code=no_fills)`. */
  lines(): readonly string[];
}

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/**
 * Remembers the last log lines, for the operator's mail: what led up to a failure, without a login on the host. Their
 * times are on the clock of `timezone`, as every other time of that mail.
 */
export function rememberLines(most: number, timezone: string): LastLines {
  const kept: string[] = [];
  return {
    write: (line) => {
      kept.push(line);
      if (kept.length > most) kept.shift();
    },
    lines: () => kept.map((line) => inWords(line, timezone)),
  };
}

/** An instant as details carry it: `2026-03-03T10:05:00.000Z`. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function inWords(line: string, timezone: string): string {
  // The process is that of the mail.
  const { time, level, msg, pid: _, ...details } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(details).map(([key, value]) => `${key}=${detail(value, timezone)}`);
  const words = `${onClock(String(time), timezone)} ${LEVELS[Number(level)] ?? ''} ${String(msg)}`;
  return rest.length > 0 ? `${words} (${rest.join(', ')})` : words;
}

function detail(value: unknown, timezone: string): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return INSTANT.test(value) ? onClock(value, timezone, 'yyyy-LL-dd ') : value;
}

function onClock(isoTime: string, zone: string, day = ''): string {
  return DateTime.fromISO(isoTime, { zone }).setLocale('en-US').toFormat(`${day}HH:mm:ss ZZZZ`);
}
