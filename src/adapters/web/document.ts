/** What a page says, before any markup: the template turns it into HTML and escapes every word of it. */
export interface PageDocument {
  readonly title: string;
  /** One line under the title: the period, the desk, what it rests on. */
  readonly subtitle: string;
  readonly sections: readonly Section[];
}

export interface Section {
  /** Unique on the page, a valid anchor. */
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block = Paragraph | Verdict | Figure | Table | Details | Definitions;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

/** A question, its answer in a few words, and what the answer rests on. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly question: string;
  readonly answer: string;
  readonly evidence: string;
  readonly tone: Tone;
}

/** How a word is coloured; the word itself always says the same. */
export type Tone = 'good' | 'bad' | 'open';

export interface Figure {
  readonly kind: 'figure';
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** The same facts in words, for readers who do not see the picture. */
  readonly description: string;
  readonly caption: string;
  readonly drawings: readonly Drawing[];
}

/** One picture at one width; the page shows the one that fits the screen. */
export interface Drawing {
  readonly size: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  /** SVG elements, with everything from outside escaped already. */
  readonly shapes: string;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  /** As many cells as columns; the first names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
}

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  readonly bar?: Bar;
}

/** A small bar beside a number, of a hundred units from end to end. */
export interface Bar {
  readonly from: number;
  readonly length: number;
  readonly zero: number;
  readonly isLoss: boolean;
}

/** Blocks that are folded away until asked for; on paper they are open. */
export interface Details {
  readonly kind: 'details';
  readonly summary: string;
  readonly blocks: readonly Block[];
}

export interface Definitions {
  readonly kind: 'definitions';
  readonly terms: readonly { readonly term: string; readonly meaning: string }[];
}

export function paragraph(text: string): Paragraph {
  return { kind: 'paragraph', text };
}

export function details(summary: string, ...blocks: readonly Block[]): Details {
  return { kind: 'details', summary, blocks };
}

/** A column of words; `figures` makes one of numbers, set to the right. */
export function words(name: string): Column {
  return { name, isNumber: false };
}

export function figures(...names: readonly string[]): readonly Column[] {
  return names.map((name) => ({ name, isNumber: true }));
}

/** Strings stand for cells without a tone. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | Cell)[])[],
): Table {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  return { kind: 'table', caption, columns, rows: cells };
}
