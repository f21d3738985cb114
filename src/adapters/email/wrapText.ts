import stringWidth from 'string-width';

const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Wraps a text into lines of at most `width` terminal cells. A word longer than a line continues on the next.
 */
export function wrapText(text: string, width: number): string {
  return joined(withBrokenWords(text, width).split(/\s/), ' ', width);
}

/** Inserts line breaks into every word longer than `width` terminal cells. */
function withBrokenWords(text: string, width: number): string {
  return text.replace(/\S+/g, (word) =>
    stringWidth(word) <= width
      ? word
      : joined(
          [...SIGNS.segment(word)].map(({ segment }) => segment),
          '',
          width,
        ),
  );
}

/** Joins parts to lines and starts a new line when the next part does not fit. */
function joined(parts: readonly string[], between: string, width: number): string {
  const [first = '', ...rest] = parts;
  const lines: string[] = [];
  let line = first;
  for (const part of rest) {
    if (stringWidth(`${line}${between}${part}`) <= width) {
      line += between + part;
    } else {
      lines.push(line);
      line = part;
    }
  }
  return [...lines, line].join('\n');
}
