import pino from 'pino';
import pretty from 'pino-pretty';
import { createRedactor, type Redactor } from '../../config/secrets.ts';
import { terminalText } from '../../domain/text/outsideText.ts';
import type { Log } from '../../ports/runtime.ts';

/** Takes finished lines, JSON with a line break, as they are written to a file. */
export interface LineSink {
  write(line: string): void;
}

/** How a line is shown to a person: on one line, with the date, the time and the offset of the host. */
export const TERMINAL = {
  singleLine: true,
  ignore: 'pid',
  translateTime: 'SYS:yyyy-mm-dd HH:MM:ss o',
} as const;

/**
 * Log lines on standard error, so that standard output carries results alone: words on a terminal, JSON elsewhere. The
 * same lines, as JSON, go to every sink besides.
 */
export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error',
  secrets: readonly string[],
  sinks: readonly LineSink[] = [],
): Log {
  const destination = process.stderr.isTTY
    ? pretty({ ...TERMINAL, destination: 2, sync: true })
    : pino.destination({ dest: 2, sync: true });
  const streams = [destination, ...sinks].map((stream) => ({ level, stream }));
  const logger = pino(
    // Which process: several may write the same file.
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream(streams),
  );
  const safely = createRedactor(secrets);
  const line =
    (to: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (message, details = {}) => {
      logger[to](Object.fromEntries(harmlessEntries(details, safely)), harmless(message, safely));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** A text without secrets, and without what could command the terminal. */
function harmless(text: string, safely: Redactor): string {
  return terminalText(safely(text));
}

function harmlessEntries(details: object, safely: Redactor): readonly [string, unknown][] {
  return Object.entries(details).map(([key, value]) => [key, harmlessValue(value, safely)]);
}

/** The same for whatever a line carries, however deep; of an error its code and message, never what it was caused by. */
function harmlessValue(value: unknown, safely: Redactor): unknown {
  if (typeof value === 'string') return harmless(value, safely);
  if (Array.isArray(value)) return value.map((item) => harmlessValue(item, safely));
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (value instanceof Error)
    return { code: 'code' in value ? value.code : value.name, message: harmless(value.message, safely) };
  return Object.fromEntries(harmlessEntries(value, safely));
}
