/** What a page says, before any markup: the templates turn it into HTML and escape every word of it. */
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

/** Each kind has a template of its name. */
export type Block = Paragraph | Verdicts | Figure | Table | Details | Definitions;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface Verdicts {
  readonly kind: 'verdicts';
  readonly verdicts: readonly Verdict[];
}

/** A question, its answer in a few words, and what the answer rests on. */
export interface Verdict {
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
  /** What the picture shows, in words, for readers who do not see it. */
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
  readonly rows: readonly Row[];
}

export interface Column {
  readonly name: string;
  /** Numbers stand to the right; prose may run over several lines. */
  readonly style: 'number' | 'word' | 'prose';
}

export interface Row {
  readonly title: string;
  /** One for each column but the first. */
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly text: string;
  /** Class names. */
  readonly style: string;
  readonly bar: Bar | null;
}

/** A small bar under a number, in hundredths of the cell's width. */
export interface Bar {
  readonly from: string;
  readonly length: string;
  readonly zero: string;
  readonly style: 'gain' | 'loss';
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
