/** The content of a page as data. The templates turn it into HTML and escape every text. */
export interface PageDocument {
  readonly title: string;
  /** One line under the title: the period, the desk, the data. */
  readonly subtitle: string;
  readonly sections: readonly Section[];
  /** A page that fits a sheet needs no list of its sections. */
  readonly hasContents?: boolean;
}

/** A section of a page under its own heading. */
export interface Section {
  /** Unique on the page, a valid anchor. */
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** In print the section begins a new page. */
  readonly startsPage?: boolean;
}

/** Each kind of block has a template of the same name in templates/pages/blocks. */
export type Block = Paragraph | Verdicts | Figure | Table | Details | Definitions | Facts;

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface Verdicts {
  readonly kind: 'verdicts';
  readonly verdicts: readonly Verdict[];
}

/** A question, its short answer, and the evidence for the answer. */
export interface Verdict {
  readonly question: string;
  readonly answer: string;
  readonly evidence: string;
  readonly tone: Tone;
}

/** The colour of a text. The text has the same meaning without the colour. */
export type Tone = 'good' | 'bad' | 'open';

export interface Figure {
  readonly kind: 'figure';
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** Describes the picture for screen readers. */
  readonly description: string;
  readonly caption: string;
  readonly drawings: readonly Drawing[];
}

/** One picture at one width; the page shows the one that fits the screen. */
export interface Drawing {
  readonly size: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  /** SVG elements; texts in them are escaped already. */
  readonly shapes: string;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  /** On a phone each row is a block of its own, which names its columns, unless the table fits. */
  readonly layout: 'fits' | 'stacks';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly name: string;
  /** Numbers are aligned on the right; prose may wrap. */
  readonly style: 'number' | 'word' | 'prose';
}

export interface Row {
  readonly title: string;
  /** One for each column but the first. */
  readonly cells: readonly Cell[];
}

export interface Cell {
  /** The name of the column, shown next to the text where the row is a block. */
  readonly name: string;
  readonly text: string;
  /** Class names. */
  readonly style: string;
  readonly bar: Bar | null;
}

/** A small bar under a number; positions are percent of the cell's width. */
export interface Bar {
  readonly from: string;
  readonly length: string;
  readonly zero: string;
  readonly style: 'gain' | 'loss';
}

/** Blocks that are collapsed until the reader opens them; in print they are open. */
export interface Details {
  readonly kind: 'details';
  readonly summary: string;
  readonly blocks: readonly Block[];
}

/** Short labels, each with a sentence next to it. */
export interface Facts {
  readonly kind: 'facts';
  readonly facts: readonly { readonly label: string; readonly text: string }[];
}

export interface Definitions {
  readonly kind: 'definitions';
  readonly terms: readonly { readonly term: string; readonly meaning: string }[];
}
