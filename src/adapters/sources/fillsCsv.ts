import { setImmediate } from 'node:timers/promises';
import type { Fill } from '../../domain/ledger/fill.ts';
import type { FillBatch, RejectedRow } from '../../ports/source.ts';
import { type CsvRecord, createCsvRecordReader } from './csvRecords.ts';
import { createDateCheck, type DateCheck } from './dateCheck.ts';
import { provenDecimalMark } from './decimalMark.ts';
import { createFillRowReader, type FillRowReader } from './fillRow.ts';
import { type FillColumns, isFillsHeader, readFillColumns } from './fillsHeader.ts';
import { createIdentityCounter, type IdentityCounter } from './identityCounter.ts';
import { noHeader } from './noHeader.ts';
import { readPageTrailer } from './pageTrailer.ts';
import type { DecimalMark } from './rowError.ts';

export interface ReadFillsCsvOptions {
  /** Name of the stream in errors and rejected rows: a file name or a request, without a path or token. */
  readonly where: string;
  /** Number of the stream's first line; 1 by default. */
  readonly firstLine?: number;
  /** Pass one counter to all pages of an answer, so that identical rows are counted across the pages. */
  readonly identities?: IdentityCounter;
  /** Today on the market's calendar. A fill after it refuses the file. Null or absent: any date may come. */
  readonly today?: string | null;
  /** Whether the stream is an answer of the source itself, see DateCheckOptions. */
  readonly isAnswer?: boolean;
}

/** Rows in a batch: large enough for a fast insert, small enough for memory. */
const BATCH_ROWS = 4_000;
/** A server may send titles and notes before the header. */
export const MOST_LINES_BEFORE_HEADER = 50;
/** Rows that wait for one that proves the decimal mark. */
const MOST_ROWS_WITHOUT_MARK = 1_000;

/**
 * Reads a PropReports fills CSV as a stream, by column name. It yields every data row once, as a fill or as a
 * rejected row. Memory does not grow with the file. Other work of the process runs between two chunks.
 *
 * A saved API page ends with a trailer (`Page 1/3` as last line), which is not a row. A trailer that counts
 * several pages is yielded as a rejected row, because the other pages are missing.
 *
 * @throws InputError when the stream is not a fills CSV: empty, HTML, binary, no header with the required
 *   columns, dates that are day-first or in the future. The error can follow batches already yielded (a NUL
 *   byte near the end): keep them in a transaction until the end.
 */
export async function* readFillsCsv(
  chunks: AsyncIterable<Uint8Array | string>,
  options: ReadFillsCsvOptions,
): AsyncIterable<FillBatch> {
  const rows = new RowCollector(options);
  const { where, firstLine = 1 } = options;
  const records = createCsvRecordReader({
    where,
    firstLine,
    isHeader: isFillsHeader,
    columnCount: () => rows.columnCount,
    onRecord: (record) => rows.take(record),
  });
  for await (const chunk of chunks) {
    records.push(chunk);
    if (rows.size >= BATCH_ROWS) yield rows.drain();
    await setImmediate();
  }
  records.end();
  rows.end();
  if (rows.size > 0) yield rows.drain();
}

class RowCollector {
  readonly #where: string;
  readonly #identities: IdentityCounter;
  readonly #dates: DateCheck;
  readonly #beforeHeader: CsvRecord[] = [];
  #columns: FillColumns | null = null;
  #reader: FillRowReader | null = null;
  /** Rows below the header, until one proves the decimal mark. */
  #waiting: CsvRecord[] = [];
  #fills: Fill[] = [];
  #rejected: RejectedRow[] = [];

  constructor({ where, identities, today = null, isAnswer = false }: ReadFillsCsvOptions) {
    this.#where = where;
    this.#identities = identities ?? createIdentityCounter();
    this.#dates = createDateCheck({ where, today, isExcusable: isAnswer });
  }

  get columnCount(): number | null {
    return this.#columns?.count ?? null;
  }

  get size(): number {
    return this.#fills.length + this.#rejected.length;
  }

  take(record: CsvRecord): void {
    if (this.#reader !== null) this.#takeRow(this.#reader, record);
    else if (this.#columns !== null) this.#wait(this.#columns, record);
    else this.#takeAboveRows(record);
  }

  /** @throws InputError when there was no header, or the dates refuse the file. */
  end(): void {
    if (this.#columns === null) throw noHeader(this.#where, this.#beforeHeader);
    if (this.#reader === null) this.#startRows(this.#columns, '.');
    this.#dates.end();
  }

  drain(): FillBatch {
    const unreadColumns = this.#reader?.unreadColumns() ?? [];
    const batch = { fills: this.#fills, rejected: this.#rejected, unreadColumns: [...unreadColumns] };
    this.#fills = [];
    this.#rejected = [];
    return batch;
  }

  #takeAboveRows(record: CsvRecord): void {
    this.#columns = readFillColumns(this.#where, record);
    // Where commas separate the fields, the numbers have points.
    if (this.#columns !== null && record.separator === ',') this.#startRows(this.#columns, '.');
    if (this.#columns !== null) return;
    const lines = this.#beforeHeader.push(record);
    if (lines > MOST_LINES_BEFORE_HEADER || record.raw.trimStart().startsWith('<'))
      throw noHeader(this.#where, this.#beforeHeader);
  }

  #wait(columns: FillColumns, record: CsvRecord): void {
    this.#waiting.push(record);
    const numbers = [columns.price, columns.quantity, ...columns.fees.map(({ index }) => index)];
    const mark = provenDecimalMark(numbers.map((index) => record.fields[index] ?? ''));
    if (mark !== null || this.#waiting.length >= MOST_ROWS_WITHOUT_MARK)
      this.#startRows(columns, mark ?? '.');
  }

  #startRows(columns: FillColumns, decimalMark: DecimalMark): void {
    const [where, identities, dates] = [this.#where, this.#identities, this.#dates];
    const reader = createFillRowReader({ where, columns, identities, dates, decimalMark });
    this.#reader = reader;
    for (const record of this.#waiting) this.#takeRow(reader, record);
    this.#waiting = [];
  }

  #takeRow(reader: FillRowReader, record: CsvRecord): void {
    const trailer = readPageTrailer(this.#where, record);
    if (trailer === 'complete') return;
    const row = trailer ?? reader.read(record);
    if ('identity' in row) this.#fills.push(row);
    else this.#rejected.push(row);
  }
}
