import type { Bar, Block, Cell, Column, Details, Paragraph, Section, Table, Tone } from './document.ts';

/** Content of a table cell: a text, or a text with a tone or a bar. */
export type CellContent = string | { readonly text: string; readonly tone?: Tone; readonly bar?: Bar };

/** A section with its blocks. */
export function section(id: string, heading: string, ...blocks: readonly Block[]): Section {
  return { id, heading, blocks };
}

/** A paragraph of text. */
export function paragraph(text: string): Paragraph {
  return { kind: 'paragraph', text };
}

/** Blocks that are collapsed under a summary. */
export function details(summary: string, ...blocks: readonly Block[]): Details {
  return { kind: 'details', summary, blocks };
}

/** Columns of short texts. */
export function words(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'word' }));
}

/** Columns of numbers, aligned on the right. */
export function numbers(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'number' }));
}

/** Columns of sentences. */
export function prose(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, style: 'prose' }));
}

/** Tables of up to so many columns fit a phone. */
const MOST_ON_A_PHONE = 3;

/**
 * A table; the first cell of each row is its title. Columns in which no row has a value are left out.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly [string, ...CellContent[]])[],
): Table {
  const kept = columns.map(
    (_, place) => place === 0 || rows.length === 0 || rows.some((row) => hasValue(row[place])),
  );
  return tableOf(
    caption,
    columns.filter((_, place) => kept[place]),
    rows.map(([title, ...cells]) => [title, ...cells.filter((_, place) => kept[place + 1])]),
  );
}

/** Shown instead of a number that is unknown. */
export const UNKNOWN = 'n/a';

function hasValue(cell: CellContent | undefined): boolean {
  const text = typeof cell === 'string' ? cell : cell?.text;
  return text !== undefined && text !== '' && text !== UNKNOWN;
}

function tableOf(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly [string, ...CellContent[]])[],
): Table {
  return {
    kind: 'table',
    caption,
    layout: columns.length <= MOST_ON_A_PHONE ? 'fits' : 'stacks',
    columns,
    rows: rows.map(([title, ...cells]) => ({
      title,
      cells: cells.map((given, place) => cellOf(given, columns[place + 1] ?? NAMELESS)),
    })),
  };
}

const NAMELESS: Column = { name: '', style: 'word' };

function cellOf(given: CellContent, column: Column): Cell {
  const { text, tone, bar } = typeof given === 'string' ? { text: given } : given;
  const style = tone === undefined ? column.style : `${column.style} ${tone}`;
  return { name: column.name, text, style, bar: bar ?? null };
}

/**
 * The cells of a column of numbers with a bar under each. All bars have one scale with the same position of
 * 0. Bars for which `isBad` holds have the colour of losses; by default, these are the negative values.
 */
export function barCells(
  values: readonly number[],
  wordsOf: (value: number) => string,
  isBad: (value: number) => boolean = (value) => value < 0,
): readonly CellContent[] {
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
