import pino from 'pino';
import pretty from 'pino-pretty';
import { createRedactor, type Redactor } from '../../config/secrets.ts';
import { terminalText } from '../../domain/text/outsideText.ts';
import type { Log } from '../../ports/runtime.ts';

/** Receives log lines, each a JSON object with a line break. */
export interface LineSink {
  write(line: string): void;
}

/** Format of log lines on a terminal: one line each, with date, time and UTC offset of the host. */
export const TERMINAL = {
  singleLine: true,
  ignore: 'pid',
  translateTime: 'SYS:yyyy-mm-dd HH:MM:ss o',
} as const;

/**
 * Creates a log on standard error, because standard output is for results only. Lines are readable text on a
 * terminal and JSON elsewhere. Every sink receives the same lines as JSON.
 * @param secrets texts that are replaced in every line.
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
    // Several processes may write to one log file.
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream(streams),
  );
  const redact = createRedactor(secrets);
  const line =
    (to: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (message, details = {}) => {
      logger[to](Object.fromEntries(cleanEntries(details, redact)), cleanText(message, redact));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** A text without secrets and without control characters that a terminal would execute. */
function cleanText(text: string, redact: Redactor): string {
  return terminalText(redact(text));
}

function cleanEntries(details: object, redact: Redactor): readonly [string, unknown][] {
  return Object.entries(details).map(([key, value]) => [key, cleanValue(value, redact)]);
}

/**
 * Cleans a value at any depth. Of an error only code and message are logged, because its cause may hold
 * secrets.
 */
function cleanValue(value: unknown, redact: Redactor): unknown {
  if (typeof value === 'string') return cleanText(value, redact);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, redact));
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (value instanceof Error)
    return { code: 'code' in value ? value.code : value.name, message: cleanText(value.message, redact) };
  return Object.fromEntries(cleanEntries(value, redact));
}
