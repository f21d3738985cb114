/** A mail shortens longer names, and two of them could look alike. */
const LONGEST_NAME = 100;

/** A Cyrillic or Greek letter in a Latin word looks like a Latin one, and makes another name. */
const LETTERS_OF_TWO_ALPHABETS =
  /\p{Script=Latin}\p{L}*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{L}*\p{Script=Latin}/u;

/**
 * What two names have in common that differ only in case, blanks, invisible characters or the form of a
 * letter. On one roster such names mean one trader. Example: `Ann Lee`, `ann lee` and `AnnLee` have the key
 * `annlee`.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{C}\p{Z}\s]/gu, '')
    .toLowerCase();
}

/**
 * What is wrong with a new name of a trader, an account or a desk: what a name must be; null for a good name.
 */
export function nameProblem(name: string): string | null {
  if (!/[\p{L}\p{N}]/u.test(name)) return 'a name with a letter or a digit';
  if (/(?! )[\p{C}\p{Z}]|^ | $| {2}/u.test(name))
    return 'a name without invisible characters, and with single blanks only';
  if (LETTERS_OF_TWO_ALPHABETS.test(name)) return 'a name whose words have letters of one alphabet each';
  return [...name].length > LONGEST_NAME ? `a name of at most ${LONGEST_NAME} characters` : null;
}
