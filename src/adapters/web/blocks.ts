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
  return names.map((name) => ({ name, isNumber: false }));
}

/** Columns of numbers, set to the right. */
export function numbers(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, isNumber: true }));
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
      cells: cells.map((given, place) => cellOf(given, columns[place + 1]?.isNumber === true)),
    })),
  };
}

function cellOf(given: Given, isNumber: boolean): Cell {
  const { text, tone, bar } = typeof given === 'string' ? { text: given } : given;
  const style = [isNumber ? 'number' : '', tone ?? ''].filter((name) => name !== '').join(' ');
  return { text, style, bar: bar ?? null };
}

/** Bars of one column on one scale, in the order of the values, 0 at the same place in each. */
export function barsOf(values: readonly number[]): readonly Bar[] {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const place = (value: number) => (high === low ? 0 : (100 * (value - low)) / (high - low));
  return values.map((value) => ({
    from: place(Math.min(value, 0)).toFixed(1),
    length: (place(Math.max(value, 0)) - place(Math.min(value, 0))).toFixed(1),
    zero: Math.min(place(0), 99.4).toFixed(1),
    style: value < 0 ? 'loss' : 'gain',
  }));
}
