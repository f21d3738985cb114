import { visibleText } from './outsideText.ts';

/** A message shows at most this many characters of a text. */
const LONGEST_TEXT = 40;

/**
 * Outside text in a message, in quotes and shortened to 40 characters; invisible characters and unusual
 * blanks show as their code. Example: a zero-width space is shown as `<U+200B>`.
 */
export function quoted(text: string): string {
  const characters = [...visibleText(text)];
  const isLong = characters.length > LONGEST_TEXT;
  return `"${isLong ? `${characters.slice(0, LONGEST_TEXT - 1).join('')}…` : characters.join('')}"`;
}
