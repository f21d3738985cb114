import pino from 'pino';
import pretty from 'pino-pretty';
import type { Log } from '../../ports.ts';

/** Log lines on standard error, so that standard output carries results alone: words on a terminal, JSON elsewhere. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error', secrets: readonly string[]): Log {
  const destination = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 2, sync: true });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const line =
    (to: 'debug' | 'info' | 'warn' | 'error'): Log['info'] =>
    (message, details) => {
      logger[to](redactDetails(details, secrets), redact(message, secrets));
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** Takes every secret out of a text; short ones too, since a short password is still one. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
}

function redactDetails(details: Readonly<Record<string, unknown>> | undefined, secrets: readonly string[]) {
  if (details === undefined) return {};
  const clean = Object.entries(details).map(([key, value]) => [
    key,
    typeof value === 'string' ? redact(value, secrets) : value,
  ]);
  return Object.fromEntries(clean) as Record<string, unknown>;
}
