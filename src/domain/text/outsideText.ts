/** The longest name shown. A longer name keeps its beginning and its end, where names of one desk differ. */
const NAME_LENGTH = 40;
/** The longest sentence shown. The attached file has the whole sentence. */
const SENTENCE_LENGTH = 220;

/**
 * Text from outside (the name of a trader, a reason) as one safe line. It removes line breaks, control
 * characters, and invisible or direction-changing characters, which could make one limit look like another.
 */
export function cleanLine(text: string): string {
  return text
    .replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, ' ')
    .replace(/\p{Cf}|\p{Cs}|\p{Co}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * Text of several lines, made safe for a terminal: no escape sequence, no overwriting, no change of
 * direction.
 */
export function terminalText(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, ' ').replace(/\p{Bidi_C}/gu, '');
}

/** The name of a trader or desk as shown; `(no name)` when it has no visible character. */
export function shownName(name: string): string {
  const clean = [...cleanLine(name)];
  if (clean.length === 0) return '(no name)';
  if (clean.length <= NAME_LENGTH) return clean.join('');
  return `${clean.slice(0, NAME_LENGTH - 13).join('')}…${clean.slice(-12).join('')}`;
}

/** The name of a desk as shown; an empty text when the roster has none. */
export function shownDesk(desk: string): string {
  return cleanLine(desk) === '' ? '' : shownName(desk);
}

/** A sentence as one safe line, shortened with `…` to 220 characters. */
export function shownSentence(text: string): string {
  const clean = [...cleanLine(text)];
  return clean.length <= SENTENCE_LENGTH
    ? clean.join('')
    : `${clean.slice(0, SENTENCE_LENGTH - 1).join('')}…`;
}

/** Same as `shownSentence`, with a capital letter and a full stop, for text that stands alone. */
export function fullSentence(text: string): string {
  const shown = capitalised(shownSentence(text));
  return shown === '' || /[.!?…]$/u.test(shown) ? shown : `${shown}.`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Text for a cell of a CSV file. A spreadsheet evaluates a cell that begins like a formula, and a leading
 * apostrophe prevents that (OWASP, CSV injection). Text after a semicolon or a line break gets the apostrophe
 * too, because a spreadsheet with another separator starts a cell there. Example: `=1+1` becomes `'=1+1`.
 */
export function spreadsheetText(text: string): string {
  return text.replace(BEGINS_LIKE_A_FORMULA, "'");
}

const BEGINS_LIKE_A_FORMULA = /^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;\r\n])(?=[^\S\r\n]*[=+\-@＝＋－＠])/gu;
