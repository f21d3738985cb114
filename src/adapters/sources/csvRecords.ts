import { InputError } from '../../shared/errors.ts';
import { endlessLine, LONGEST_LINE_CHARACTERS } from './endlessLine.ts';
import { QuotedRecord } from './quotedRecord.ts';
import { isBlankLine, likelySeparator, namedSeparator } from './separator.ts';
import { createChunkDecoder } from './textDecoding.ts';

/**
 * One record of a CSV stream: its fields, the line it starts on (counted from `firstLine`) and its unchanged
 * text.
 */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
  readonly separator: string;
  /** True when the record has no quote, so its fields are the text between its separators. */
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
  /**
   * Whether a line is the header. Its separator is that of all lines below. Each line above it is split by
   * its own most frequent separator.
   */
  readonly isHeader: (fields: readonly string[]) => boolean;
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
/** A carriage return that ends a line by itself, as old spreadsheets write it. */
const LONE_RETURN = /\r(?=[^\n])/g;

/**
 * Reads records from text or bytes: UTF-8 or UTF-16; lines that end with LF, CRLF or CR; separated by comma,
 * tab, semicolon or bar. Blank lines are skipped but counted. Lines without a quote (on most days, all of
 * them) are split at their separators only. A quote that is never closed spoils only its own line; the reader
 * then reads the following lines again as separate records. The work is linear, and the memory is that of
 * some lines.
 *
 * @throws InputError when the stream is not a CSV: it has a NUL byte or a line of more than 65,536
 *   characters.
 */
export function createCsvRecordReader(options: CsvRecordReaderOptions): CsvRecordReader {
  const { where, firstLine, isHeader, columnCount, onRecord } = options;
  const decoder = createChunkDecoder(where);
  let unfinished = '';
  let line = firstLine - 1;
  let hasBegun = false;
  /** Null until the header, or a line `sep=`, names it. */
  let separator: string | null = null;
  /** Lines read so far of a record whose quoted field is still open, and the record. */
  let open: string[] = [];
  let record = new QuotedRecord(',', false);

  function take(text: string): void {
    line += 1;
    if (text.length > LONGEST_LINE_CHARACTERS) throw endlessLine(where, line);
    if (open.length > 0) continueRecord(text);
    else if (separator === null) takeAboveHeader(withoutReturn(text));
    else takeLine(text, separator);
  }

  function takeAboveHeader(text: string): void {
    const own = likelySeparator(text);
    if (!hasBegun) separator = namedSeparator(text);
    if (!isBlankLine(text, own)) hasBegun = true;
    if (separator === null) takeLine(text, own);
  }

  function takeLine(text: string, split: string): void {
    if (text.includes('"')) startQuoted(text, split);
    else if (!isBlankLine(text, split)) emit(new PlainRecord(withoutReturn(text), line, split));
  }

  function emit(each: CsvRecord): void {
    if (separator === null && isHeader(each.fields)) separator = each.separator;
    onRecord(each);
  }

  function startQuoted(text: string, split: string): void {
    const raw = withoutReturn(text);
    const whole = new QuotedRecord(split, true);
    if (whole.add(raw, '') === 'complete') {
      if (whole.fields.some((field) => field.trim() !== '')) emit(quoted(raw, line, split, whole.fields));
      return;
    }
    open = [text];
    record = new QuotedRecord(split, false);
    if (columnCount() === null || record.add(raw, lineEndOf(text)) === 'malformed') rejectFirstLine();
  }

  function continueRecord(text: string): void {
    const split = separator ?? ',';
    const wholeRow = columnCount() ?? 0;
    open.push(text);
    // A line with every column and an even number of quotes is a complete row: joining it would lose that
    // row.
    const isOwnRow = text.split(split).length >= wholeRow && text.split('"').length % 2 === 1;
    const isTooLong = isOwnRow || open.length > LONGEST_RECORD_LINES;
    const state = isTooLong ? 'malformed' : record.add(withoutReturn(text), lineEndOf(text));
    if (state === 'open') return;
    if (state === 'complete' && record.fields.length === wholeRow) closeRecord(split);
    else rejectFirstLine();
  }

  function closeRecord(split: string): void {
    const first = line - open.length + 1;
    const raw = withoutReturn(open.join('\n'));
    open = [];
    emit(quoted(raw, first, split, record.fields));
  }

  function rejectFirstLine(): void {
    const [first = '', ...rest] = open;
    line -= rest.length;
    open = [];
    emit(new PlainRecord(withoutReturn(first), line, separator ?? ',', true));
    for (const text of rest) take(text);
  }

  function feed(text: string): void {
    if (text.includes('\0')) throw notText(where, `line ${line + 1} or later`);
    const all = unfinished + text;
    // A return at the end of a chunk may be the first half of CRLF: it waits for the next chunk.
    const lines = (all.includes('\r') ? all.replace(LONE_RETURN, '\r\n') : all).split('\n');
    unfinished = lines.pop() ?? '';
    if (unfinished.length > LONGEST_LINE_CHARACTERS) throw endlessLine(where, line + lines.length + 1);
    for (const each of lines) take(each);
  }

  return {
    push(chunk) {
      feed(decoder.decode(chunk));
    },
    end() {
      feed(decoder.end());
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
    readonly separator: string,
    readonly unclosedQuote = false,
  ) {}

  get fields(): readonly string[] {
    return this.raw.split(this.separator);
  }
}

function quoted(raw: string, line: number, separator: string, fields: readonly string[]): CsvRecord {
  return { raw, line, separator, fields, isPlain: false, unclosedQuote: false };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

function lineEndOf(text: string): string {
  return text.endsWith('\r') ? '\r\n' : '\n';
}

function notText(where: string, place: string): InputError {
  return new InputError('not_text', `${where}, ${place} · found a NUL byte · expected CSV text`, {
    hint: 'The file is binary or damaged. Export it again as CSV in UTF-8.',
  });
}
