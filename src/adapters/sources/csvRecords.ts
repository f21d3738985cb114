import { parse } from 'csv-parse/sync';
import { InputError } from '../../shared/errors.ts';

/** One record of a CSV stream: its fields, the line it starts on and its text, word for word. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
  /** Without a quote anywhere: its fields are what stands between its commas. */
  readonly isPlain: boolean;
  /** Set when a quote is opened on this line and never closed: the fields are then only a guess. */
  readonly unclosedQuote: boolean;
}

/** Cuts a stream into records, chunk by chunk. */
export interface CsvRecordReader {
  push(chunk: Uint8Array | string): void;
  /** Hands on what was still held back when the stream has ended. */
  end(): void;
}

export interface CsvRecordReaderOptions {
  readonly where: string;
  /** Number of the stream's first line. */
  readonly firstLine: number;
  /** The fields a record of several lines must have; null while unknown, when none may have several. */
  readonly columnCount: () => number | null;
  /** Called with each record as soon as it is whole, so that a header is known before the next line is cut. */
  readonly onRecord: (record: CsvRecord) => void;
}

/** A quoted field may hold line breaks, but a quote still open this many lines later is a stray one. */
const LONGEST_RECORD_LINES = 10;
const LONGEST_LINE_CHARACTERS = 1_000_000;

/**
 * Reads RFC 4180 records from bytes (UTF-8, byte-order mark dropped) or text; blank lines are left out but counted.
 * Lines without a quote, which is all of them on most days, are cut at their commas: csv-parse with raw text and
 * line numbers is ten times slower on them. Lines with one go through csv-parse. A quote that is never closed costs
 * its own line only; the lines after it are read afresh.
 *
 * @throws InputError on NUL bytes or a line of more than a million characters: not a CSV.
 */
export function createCsvRecordReader(options: CsvRecordReaderOptions): CsvRecordReader {
  const { where, firstLine, columnCount, onRecord } = options;
  const decoder = new TextDecoder();
  let unfinished = '';
  let line = firstLine - 1;
  let atStart = true;
  /** Lines of a record whose quoted field is still open. */
  let open: string[] = [];

  function take(text: string): void {
    line += 1;
    if (open.length > 0) continueRecord(text);
    else if (text.includes('"')) startQuoted(text);
    else if (text.trim() !== '') onRecord(new PlainRecord(withoutReturn(text), line));
  }

  function startQuoted(text: string): void {
    const raw = withoutReturn(text);
    const fields = parseQuoted(raw, true);
    if (fields !== null) onRecord({ line, fields, raw, isPlain: false, unclosedQuote: false });
    else {
      open = [text];
      if (columnCount() === null) giveUpFirstLine();
    }
  }

  function continueRecord(text: string): void {
    const wholeRow = columnCount() ?? 0;
    open.push(text);
    // A line with every column and its quotes in pairs is a row of its own: to join it would be to swallow it.
    const ownRow = text.split(',').length >= wholeRow && text.split('"').length % 2 === 1;
    if (ownRow || open.length > LONGEST_RECORD_LINES) giveUpFirstLine();
    else if (text.includes('"')) closeRecord(wholeRow);
  }

  function closeRecord(wholeRow: number): void {
    const raw = withoutReturn(open.join('\n'));
    const fields = parseQuoted(raw, false);
    if (fields?.length !== wholeRow) return;
    onRecord({ line: line - open.length + 1, fields, raw, isPlain: false, unclosedQuote: false });
    open = [];
  }

  function giveUpFirstLine(): void {
    const [first = '', ...rest] = open;
    line -= rest.length;
    onRecord(new PlainRecord(withoutReturn(first), line, true));
    open = [];
    for (const text of rest) take(text);
  }

  function feed(text: string): void {
    if (text.includes('\0')) throw notText(where, `line ${line + 1} or later`);
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    if (unfinished.length > LONGEST_LINE_CHARACTERS) throw endlessLine(where, line + lines.length + 1);
    for (const each of lines) take(each);
  }

  return {
    push(chunk) {
      let text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      if (atStart && text !== '') {
        atStart = false;
        if (text.startsWith('\uFEFF')) text = text.slice(1);
      }
      feed(text);
    },
    end() {
      feed(decoder.decode());
      if (unfinished !== '') take(unfinished);
      unfinished = '';
      while (open.length > 0) giveUpFirstLine();
    },
  };
}

/** Cut at its commas only when somebody asks for its fields. */
class PlainRecord implements CsvRecord {
  readonly isPlain = true;

  constructor(
    readonly raw: string,
    readonly line: number,
    readonly unclosedQuote = false,
  ) {}

  get fields(): readonly string[] {
    return this.raw.split(',');
  }
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** Null when a quote is left open; stray quotes, where tolerated, are kept as characters. */
function parseQuoted(raw: string, strayQuotes: boolean): string[] | null {
  try {
    const records: string[][] = parse(raw, { relax_quotes: strayQuotes, relax_column_count: true });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

function notText(where: string, place: string): InputError {
  return new InputError('not_text', `${where}, ${place} · found a NUL byte · expected CSV text in UTF-8`, {
    hint: 'The file is binary, damaged, or saved as UTF-16. Export it again as CSV in UTF-8.',
  });
}

function endlessLine(where: string, line: number): InputError {
  return new InputError(
    'endless_line',
    `${where}, line ${line} · found a line of more than ${LONGEST_LINE_CHARACTERS} characters · expected one row a line`,
    { hint: 'This is not a CSV with line feeds. Export it again as CSV.' },
  );
}
