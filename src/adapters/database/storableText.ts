import { InputError } from '../../shared/errors.ts';

/**
 * A text as it is.
 * @throws InputError `not_text` where it has the character NUL, which no text of Postgres holds. SQLite holds
 *   it, but such a desk could not move to Postgres.
 */
export function requireStorable(text: string): string {
  if (text.includes('\0')) throw notText(text);
  return text;
}

/** `\u0000` with an even number of backslashes before it: each pair is a backslash of the text itself. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/**
 * JSON text as it is. Postgres stores a text with an escaped NUL, and fails when a query reads it as JSON.
 * @throws InputError `not_text` where one of its texts has the character NUL.
 */
export function requireStorableJson(json: string): string {
  if (json.includes('\\u0000') && ESCAPED_NUL.test(json))
    throw notText(textWithNul(JSON.parse(json)) ?? json);
  return json;
}

/** The first text or key with NUL in a JSON value. */
function textWithNul(value: unknown): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).flatMap(([key, each]) => textWithNul(key) ?? textWithNul(each) ?? [])[0];
}

/** A text that must be stored whatever it holds, such as the error of a step: NUL becomes `<U+0000>`. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '<U+0000>');
}

function notText(text: string): InputError {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return new InputError('not_text', `Database · found the character NUL in ${shown} · expected text`, {
    hint: 'Nothing of it was stored. Remove the character from the file, note or name that has it, then run this again.',
  });
}
