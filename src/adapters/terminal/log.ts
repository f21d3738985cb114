import pino from 'pino';
import { createRedactor, type Redactor } from '../../config/secrets.ts';
import { terminalText } from '../../domain/text/outsideText.ts';
import type { Log } from '../../ports/runtime.ts';
import type { LineSink } from './lineSink.ts';
import { type LogLevel, type LogReader, shownLevel, standardError } from './standardError.ts';

/** A log is read by people, unless `reader` is the daemon. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Texts that are replaced in every line. */
  readonly secrets: readonly string[];
  readonly reader?: LogReader;
  /** Each receives every line of `level` and above, as JSON. */
  readonly sinks?: readonly LineSink[];
}

/** Creates a log on standard error and the sinks. */
export function createLog({ level, secrets, reader = 'command', sinks = [] }: LogOptions): Log {
  const streams = [
    { level: shownLevel(level, reader), stream: standardError(reader) },
    ...sinks.map((stream) => ({ level, stream })),
  ];
  const logger = pino(
    // Several processes may write to one log file.
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream(streams),
  );
  const redact = createRedactor(secrets);
  const line =
    (to: LogLevel): Log['info'] =>
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
