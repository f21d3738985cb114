import stringWidth from 'string-width';

const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words in lines of at most `width` terminal cells; a word longer than a line goes on in the next. */
export function wrapText(text: string, width: number): string {
  return joined(withBrokenWords(text, width).split(/\s/), ' ', width);
}

/** The same text with a line break in every word longer than `width` terminal cells. */
export function withBrokenWords(text: string, width: number): string {
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

/** Puts parts together until the next would not fit, then begins a line. */
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
