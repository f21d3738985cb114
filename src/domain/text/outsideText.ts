/** The longest name shown. */
const NAME_LENGTH = 40;
/** The longest sentence shown. The attached file has the whole sentence. */
const SENTENCE_LENGTH = 220;

/**
 * Characters that are invisible, change the reading direction, or look like the plain space: control, format,
 * private, unassigned and default-ignorable characters (Unicode UAX #44), and separators other than a space.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/u;

/**
 * Text with every invisible character as its code point, so that two names that differ only in such a
 * character look different. Example: `NET` + zero-width space + `001` becomes `NET<U+200B>001`.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, shownCodePoint);
}

function shownCodePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * Why a text from a file or a server cannot be the name of an account or symbol; null when it can. A name
 * with a line break may be two names or one, so the row is refused. A name that contains `<U+` would look
 * like another name with an invisible character.
 */
export function nameProblem(name: string): string | null {
  if (LINE_BREAK.test(name)) return 'a name with a line break; expected one line';
  return name.includes('<U+') ? 'a name with <U+, which stands for an invisible character' : null;
}

/**
 * Text from outside (a reason, the answer of a server) as one safe line: line breaks, tabs and repeated
 * spaces become one space, and other invisible characters their code points.
 */
export function cleanLine(text: string): string {
  return visibleText(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029 ]+/gu, ' ')).trim();
}

/**
 * Text of several lines, made safe for a terminal: no escape sequence, no overwriting, no change of
 * direction.
 */
export function terminalText(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    character === '\n' || character === '\t' ? character : shownCodePoint(character),
  );
}

/**
 * The name of a trader or account as shown. Every character of it is visible, also a second space and one at
 * the end; `(no name)` when it is empty. A longer name keeps its beginning and its end, with a mark of the
 * whole name, so that two long names look different wherever they differ.
 */
export function shownName(name: string): string {
  return shortName(name, NAME_LENGTH);
}

/** The same within `longest` characters, 24 or more. */
export function shortName(name: string, longest: number): string {
  const units = visibleText(name)
    .replace(/^ | $|(?<= ) /g, '<U+0020>')
    .match(/<U\+[0-9A-F]{4,6}>|./gsu);
  if (units === null) return '(no name)';
  const whole = units.join('');
  if ([...whole].length <= longest) return whole;
  const tail = fitting(units.reverse(), Math.floor(longest * 0.3)).reverse();
  const head = fitting(units.reverse(), longest - MARK_LENGTH - 1 - tail.join('').length);
  return `${head.join('')}…${tail.join('')}#${markOf(name)}`;
}

/** The first units that have at most `most` characters together. A code point is never cut. */
function fitting(units: readonly string[], most: number): string[] {
  let length = 0;
  const end = units.findIndex((unit) => {
    length += [...unit].length;
    return length > most;
  });
  return units.slice(0, end < 0 ? units.length : end);
}

/** `#` and four digits. */
const MARK_LENGTH = 5;

/** Four hexadecimal digits of the text's FNV-1a hash: two names of a desk seldom have the same. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0');
}

/** The name of a desk as shown; an empty text when the roster has none. */
export function shownDesk(desk: string): string {
  return desk.trim() === '' ? '' : shownName(desk.trim());
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
 * Text for a cell of a CSV file: one line in which every character is visible. A spreadsheet evaluates a cell
 * that begins like a formula, and a leading apostrophe prevents that (OWASP, CSV injection). Text after a
 * semicolon gets the apostrophe too, because a spreadsheet with another separator starts a cell there.
 * Example: `=1+1` becomes `'=1+1`.
 */
export function spreadsheetText(text: string): string {
  return visibleText(text).replace(BEGINS_LIKE_A_FORMULA, "'");
}

/**
 * Whether a spreadsheet would run a text as a formula. A tab or line break in front does not prevent that
 * (OWASP, CSV injection).
 */
export function looksLikeFormula(text: string): boolean {
  return text.trimStart().search(BEGINS_LIKE_A_FORMULA) >= 0;
}

const BEGINS_LIKE_A_FORMULA = /^(?= *[=+\-@＝＋－＠])|(?<=;)(?= *[=+\-@＝＋－＠])/gu;
