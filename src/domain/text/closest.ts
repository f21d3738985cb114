/**
 * The known word that `word` was probably meant to be, for "did you mean"; null when none is like it. Two
 * words are alike when they have the same letters and numbers, when their letters differ by few typing
 * errors, or when one has all parts of the other. Other numbers make another word.
 *
 * Example, with the known words `DESK01` and `base_limit`: `desk1`, `DSEK01` and `DESK` mean DESK01, `limit`
 * means base_limit, and `DESK02` means neither.
 */
export function closest(word: string, known: Iterable<string>): string | null {
  if (word.length > LONGEST_WORD) return null;
  const wanted = wordParts(word);
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const difference = differenceOf(wanted, wordParts(candidate));
    if (difference === null || difference >= fewest) continue;
    best = candidate;
    fewest = difference;
  }
  return best;
}

/** The work grows with the length of a word. A longer one is no name that was mistyped. */
const LONGEST_WORD = 500;

/** Ends a message with a question: `; did you mean base_limit?`. Empty when no word is like it. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = closest(word, known);
  return meant === null ? '' : `; did you mean ${meant}?`;
}

/** Number of typing errors between two texts: a wrong, missing, added or exchanged character is one. */
export function typingErrors(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= from.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column++) {
      const replaced = at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const exchanged =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
          ? at(row - 2, column - 2) + 1
          : replaced;
      rows[row]?.push(Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, replaced, exchanged));
    }
  }
  return at(from.length, to.length);
}

interface WordParts {
  readonly letters: string;
  readonly numbers: string;
  /** The words and numbers of a name in order: `desk` and `1` of `DESK01`. */
  readonly parts: readonly string[];
}

/** A shared part is a weaker hint than any number of typing errors. */
const PART_ONLY = 100;

function wordParts(word: string): WordParts {
  const plain = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    // O and l next to a digit are read as 0 and 1, which look like them.
    .replace(/(?<=\d)o|o(?=\d)/gu, '0')
    .replace(/(?<=\d)[li]|[li](?=\d)/gu, '1');
  const parts = (plain.match(/\d+|[\p{L}\p{M}]+/gu) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''));
  return {
    letters: parts.filter((part) => !/^\d/.test(part)).join(''),
    numbers: parts.filter((part) => /^\d/.test(part)).join(' '),
    parts,
  };
}

/** 0 for words that are equal but for case, blanks and marks; null for words that are not alike. */
function differenceOf(word: WordParts, known: WordParts): number | null {
  const errors = word.numbers === known.numbers ? typingErrors(word.letters, known.letters) : null;
  const longest = Math.max(word.letters.length, known.letters.length);
  if (errors !== null && errors <= mostErrors(longest)) return errors;
  return contains(word.parts, known.parts) || contains(known.parts, word.parts) ? PART_ONLY : null;
}

/** One error in a name of 3 letters, two in one of 8, three in one of 12. */
function mostErrors(letters: number): number {
  return [3, 8, 12].filter((least) => letters >= least).length;
}

function contains(all: readonly string[], some: readonly string[]): boolean {
  return some.length > 0 && some.every((part) => all.includes(part));
}
