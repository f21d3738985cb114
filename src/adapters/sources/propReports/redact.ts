import { createRedactor } from '../../../config/secrets.ts';
import { cleanLine } from '../../../domain/text/outsideText.ts';

const TOKEN = /[0-9a-f]{32,}(?::\d+)?/gi;
const MOST_CHARACTERS = 160;

/**
 * A server's text for a log: one line of at most 160 characters, without secrets, tokens and control
 * characters.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const safe = createRedactor(secrets, '…')(text);
  const line = cleanLine(safe.replace(TOKEN, '…'));
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}
