import { parse } from 'csv-parse/sync';
import { InputError } from '../../shared/errors.ts';

/**
 * One record of a CSV stream: its fields, the line it starts on (counted from `firstLine`) and its unchanged
 * text.
 */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
  /** True when the record has no quote, so its fields are the text between its commas. */
  readonly isPlain: boolean;
  /** True when a quote is opened on this line and never closed; the fields are then a guess. */
  readonly unclosedQuote: boolean;
}

/** Splits a stream into records, chunk by chunk. */
export interface CsvRecordReader {
  push(chunk: Uint8Array | string): void;
  /** Ends the stream and passes on the records that were still incomplete. */
  end(): void;
}

export interface CsvRecordReaderOptions {
  /** Name of the stream in error messages. */
  readonly where: string;
  /** Number of the stream's first line. */
  readonly firstLine: number;
  /** Fields that a record of several lines must have. While it returns null, every record is one line. */
  readonly columnCount: () => number | null;
  /**
   * Called with each record as soon as it is complete, so the header is read before the next line is split.
   */
  readonly onRecord: (record: CsvRecord) => void;
}

/**
 * A quoted field may contain line breaks. A quote that is still open this many lines later is a stray one.
 */
const LONGEST_RECORD_LINES = 10;
const LONGEST_LINE_CHARACTERS = 1_000_000;

/**
 * Reads RFC 4180 records from text or from UTF-8 bytes; it drops a byte-order mark. Blank lines are skipped
 * but counted. Lines without a quote (on most days, all of them) are split at their commas, because csv-parse
 * with raw text and line numbers takes ten times as long. Lines with a quote go through csv-parse. A quote
 * that is never closed spoils only its own line; the reader then reads the following lines again as separate
 * records.
 *
 * @throws InputError when the stream is not a CSV: it has a NUL byte or a line of more than a million
 *   characters.
 */
export function createCsvRecordReader(options: CsvRecordReaderOptions): CsvRecordReader {
  const { where, firstLine, columnCount, onRecord } = options;
  const decoder = new TextDecoder();
  let unfinished = '';
  let line = firstLine - 1;
  let atStart = true;
  /** Lines read so far of a record whose quoted field is still open. */
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
      if (columnCount() === null) rejectFirstLine();
    }
  }

  function continueRecord(text: string): void {
    const wholeRow = columnCount() ?? 0;
    open.push(text);
    // A line with every column and an even number of quotes is a complete row: joining it would lose that
    // row.
    const ownRow = text.split(',').length >= wholeRow && text.split('"').length % 2 === 1;
    if (ownRow || open.length > LONGEST_RECORD_LINES) rejectFirstLine();
    else if (text.includes('"')) closeRecord(wholeRow);
  }

  function closeRecord(wholeRow: number): void {
    const raw = withoutReturn(open.join('\n'));
    const fields = parseQuoted(raw, false);
    if (fields?.length !== wholeRow) return;
    onRecord({ line: line - open.length + 1, fields, raw, isPlain: false, unclosedQuote: false });
    open = [];
  }

  function rejectFirstLine(): void {
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
      while (open.length > 0) rejectFirstLine();
    },
  };
}

/** Splits its text only when `fields` is read, because the fill reader does not read it. */
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

/**
 * The fields of one record; null when a quote is left open.
 * @param strayQuotes whether a quote inside an unquoted field is kept as a character instead of failing.
 */
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
    `${where}, line ${line} · found a line of more than ${LONGEST_LINE_CHARACTERS} characters · expected one row per line`,
    { hint: 'The file has no line feeds, so it is not a CSV. Export it again as CSV.' },
  );
}
