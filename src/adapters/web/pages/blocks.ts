import type { Bar, Block, Cell, Column, Details, Paragraph, Section, Table, Tone } from './document.ts';

/** What a table's cell may be given as: plain words, or words with a tone or a bar. */
export type Given = string | { readonly text: string; readonly tone?: Tone; readonly bar?: Bar };

export function section(id: string, heading: string, ...blocks: readonly Block[]): Section {
  return { id, heading, blocks };
}

export function paragraph(text: string): Paragraph {
  return { kind: 'paragraph', text };
}

export function details(summary: string, ...blocks: readonly Block[]): Details {
  return { kind: 'details', summary, blocks };
}

/** Columns of words. */
export function words(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'word' }));
}

/** Columns of numbers, set to the right. */
export function numbers(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'number' }));
}

/** Columns of sentences. */
export function prose(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'prose' }));
}

/** The first cell of a row names it. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly [string, ...Given[]])[],
): Table {
  return {
    kind: 'table',
    caption,
    columns,
    rows: rows.map(([title, ...cells]) => ({
      title,
      cells: cells.map((given, place) => cellOf(given, columns[place + 1]?.style ?? 'word')),
    })),
  };
}

function cellOf(given: Given, column: Column['style']): Cell {
  const { text, tone, bar } = typeof given === 'string' ? { text: given } : given;
  const style = tone === undefined ? column : `${column} ${tone}`;
  return { text, style, bar: bar ?? null };
}

/**
 * A column of numbers with a bar under each, all on one scale and with 0 at one place. Bars of the bad side have the
 * colour of losses: the negative ones unless said otherwise.
 */
export function barCells(
  values: readonly number[],
  wordsOf: (value: number) => string,
  isBad: (value: number) => boolean = (value) => value < 0,
): readonly Given[] {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const place = (value: number) => (high === low ? 0 : (100 * (value - low)) / (high - low));
  return values.map((value) => {
    const [from, to] = [place(Math.min(value, 0)), place(Math.max(value, 0))];
    const bar: Bar = {
      from: from.toFixed(1),
      length: (to - from).toFixed(1),
      zero: Math.min(place(0), 99.4).toFixed(1),
      style: isBad(value) ? 'loss' : 'gain',
    };
    return { text: wordsOf(value), bar };
  });
}
