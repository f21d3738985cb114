import { createRedactor } from '../../../config/secrets.ts';

const TOKEN = /[0-9a-f]{32,}(?::\d+)?/gi;
const MOST_CHARACTERS = 160;

/** A server's words made fit for a log: secrets and tokens gone, control characters to blanks, one short line. */
export function redact(text: string, secrets: readonly string[]): string {
  const safe = createRedactor(secrets, '…')(text);
  const line = safe
    .replace(TOKEN, '…')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}
