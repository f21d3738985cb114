/** A message shows at most this many characters of a text. */
const LONGEST_TEXT = 40;

/**
 * Outside text in a message, in quotes and shortened to 40 characters; invisible characters and unusual
 * blanks show as their code. Example: a zero-width space is shown as `<U+200B>`.
 */
export function quoted(text: string): string {
  const characters = [...text.replace(/(?! )[\p{C}\p{Z}]/gu, codeOf)];
  const isLong = characters.length > LONGEST_TEXT;
  return `"${isLong ? `${characters.slice(0, LONGEST_TEXT - 1).join('')}…` : characters.join('')}"`;
}

function codeOf(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
