import type { LineSink } from './log.ts';

export interface LastLines extends LineSink {
  /** The last lines, oldest first, each in words: `10:00:01 warn the morning failed (code=no_fills)`. */
  lines(): readonly string[];
}

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/** Remembers the last log lines, for the operator's mail: what led up to a failure, without a login on the host. */
export function rememberLines(most: number): LastLines {
  const kept: string[] = [];
  return {
    write: (line) => {
      kept.push(line);
      if (kept.length > most) kept.shift();
    },
    lines: () => kept.map(inWords),
  };
}

function inWords(line: string): string {
  const { time, level, msg, ...details } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(details).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const words = `${String(time).slice(11, 19)} ${LEVELS[Number(level)] ?? ''} ${String(msg)}`;
  return rest.length > 0 ? `${words} (${rest.join(', ')})` : words;
}
