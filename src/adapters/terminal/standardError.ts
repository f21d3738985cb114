import pino from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { LineSink } from './lineSink.ts';
import { detailWords } from './logWords.ts';

/** daemon: `start`, whose lines a log collector reads. command: every other one, run by people or cron. */
export type LogReader = 'command' | 'daemon';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Keys that the line shows in another place, or not at all. */
const SHOWN_ELSEWHERE = new Set(['level', 'time', 'pid', 'msg']);

/** A log line as text: date, time and UTC offset of the host, level, message, and the details in words. */
export function lineInWords(colorize: boolean): (line: string) => string {
  return prettyFactory({
    colorize,
    hideObject: true,
    ignore: 'pid',
    translateTime: 'SYS:yyyy-mm-dd HH:MM:ss o',
    messageFormat: (line) => {
      const details = detailWords(
        Object.fromEntries(Object.entries(line).filter(([key]) => !SHOWN_ELSEWHERE.has(key))),
      );
      return details === '' ? String(line['msg']) : `${String(line['msg'])} (${details})`;
    },
  });
}

/**
 * Log lines on standard error; standard output is for results only. A daemon writes JSON lines unless it runs
 * on a terminal. Every other command writes text, also into a pipe or the log file of cron.
 */
export function standardError(reader: LogReader): LineSink {
  // Synchronous, so that the lines before a crash are complete and stay in order with the output.
  const destination = pino.destination({ dest: 2, sync: true });
  const isTerminal = process.stderr.isTTY === true;
  if (reader === 'daemon' && !isTerminal) return destination;
  const inWords = lineInWords(isTerminal);
  return { write: (line) => void destination.write(inWords(line)) };
}

/**
 * The level of the lines on standard error. On a terminal the progress bars of a command show what it does:
 * lines of the level `info` would only push its result away.
 */
export function shownLevel(level: LogLevel, reader: LogReader): LogLevel {
  return reader === 'command' && level === 'info' && process.stderr.isTTY === true ? 'warn' : level;
}
