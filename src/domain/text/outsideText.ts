/** The longest name shown; a longer one keeps its beginning and its end, where names of one desk differ. */
export const NAME_LENGTH = 40;
/** The longest sentence shown; the attached file carries all of it. */
export const SENTENCE_LENGTH = 220;

/**
 * Text from outside (a trader's name, a reason) on one line that shows what it says: no line break or control
 * character, and no invisible or direction-changing one, which could make one limit look like another's.
 */
export function cleanLine(text: string): string {
  return text
    .replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, ' ')
    .replace(/\p{Cf}|\p{Cs}|\p{Co}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Text of several lines that a terminal only shows: no escape sequence, no overwriting, no turned direction. */
export function terminalText(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, ' ').replace(/\p{Bidi_C}/gu, '');
}

/** A trader or desk as shown; one without any visible character says so. */
export function shownName(name: string): string {
  const clean = [...cleanLine(name)];
  if (clean.length === 0) return '(no name)';
  if (clean.length <= NAME_LENGTH) return clean.join('');
  return `${clean.slice(0, NAME_LENGTH - 13).join('')}…${clean.slice(-12).join('')}`;
}

/** A desk's name, or nothing where the roster knows none. */
export function shownDesk(desk: string): string {
  return cleanLine(desk) === '' ? '' : shownName(desk);
}

export function shownSentence(text: string): string {
  const clean = [...cleanLine(text)];
  return clean.length <= SENTENCE_LENGTH
    ? clean.join('')
    : `${clean.slice(0, SENTENCE_LENGTH - 1).join('')}…`;
}

/** The same with a capital and a full stop, for words that stand alone. */
export function fullSentence(text: string): string {
  const shown = capitalised(shownSentence(text));
  return shown === '' || /[.!?…]$/u.test(shown) ? shown : `${shown}.`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
