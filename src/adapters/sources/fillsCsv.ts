import type { Fill } from '../../domain/ledger/fill.ts';
import type { FillBatch, RejectedRow } from '../../ports/source.ts';
import { InputError } from '../../shared/errors.ts';
import { type CsvRecord, createCsvRecordReader } from './csvRecords.ts';
import { createFillRowReader } from './fillRow.ts';
import {
  type FillColumns,
  missingFillColumns,
  normalised,
  REQUIRED_FILL_COLUMNS,
  readFillColumns,
} from './fillsHeader.ts';
import { createIdentityCounter, type IdentityCounter } from './identityCounter.ts';
import { readPageTrailer } from './pageTrailer.ts';

export interface ReadFillsCsvOptions {
  /** Name of the stream in errors and rejected rows: a file name or a request, without a path or token. */
  readonly where: string;
  /** Number of the stream's first line; 1 by default. */
  readonly firstLine?: number;
  /** Pass one counter to all pages of an answer, so that identical rows are counted across the pages. */
  readonly identities?: IdentityCounter;
}

/** Rows in a batch: large enough for a fast insert, small enough for memory. */
const BATCH_ROWS = 4_000;
/** A server may send titles and notes before the header. */
const MOST_LINES_BEFORE_HEADER = 50;

/**
 * Reads a PropReports fills CSV as a stream, by column name. It yields every data row once, as a fill or as a
 * rejected row. Memory does not grow with the file.
 *
 * A saved API page ends with a trailer (`Page 1/3` as last line), which is not a row. A trailer that counts
 * several pages is yielded as a rejected row, because the other pages are missing.
 *
 * @throws InputError when the stream is not a fills CSV: empty, HTML, binary, no header with the required
 *   columns. The error can follow batches already yielded (a NUL byte near the end): keep them in a
 *   transaction until the end.
 */
export async function* readFillsCsv(
  chunks: AsyncIterable<Uint8Array | string>,
  options: ReadFillsCsvOptions,
): AsyncIterable<FillBatch> {
  const rows = createRowCollector(options);
  const { where, firstLine = 1 } = options;
  const records = createCsvRecordReader({
    where,
    firstLine,
    columnCount: rows.columnCount,
    onRecord: rows.take,
  });
  for await (const chunk of chunks) {
    records.push(chunk);
    if (rows.size() >= BATCH_ROWS) yield rows.drain();
  }
  records.end();
  rows.requireHeader();
  if (rows.size() > 0) yield rows.drain();
}

function createRowCollector({ where, identities = createIdentityCounter() }: ReadFillsCsvOptions) {
  const beforeHeader: CsvRecord[] = [];
  let columns: FillColumns | null = null;
  let readRow: ((record: CsvRecord) => Fill | RejectedRow) | null = null;
  let fills: Fill[] = [];
  let rejected: RejectedRow[] = [];

  function takeBeforeHeader(record: CsvRecord): void {
    columns = readFillColumns(where, record);
    if (columns !== null) readRow = createFillRowReader(where, columns, identities);
    else if (beforeHeader.push(record) > MOST_LINES_BEFORE_HEADER || record.raw.trimStart().startsWith('<'))
      throw noHeader(where, beforeHeader);
  }

  return {
    columnCount: () => columns?.count ?? null,
    size: () => fills.length + rejected.length,
    take(record: CsvRecord): void {
      if (readRow === null) {
        takeBeforeHeader(record);
        return;
      }
      const trailer = readPageTrailer(where, record);
      if (trailer === 'complete') return;
      const row = trailer ?? readRow(record);
      if ('identity' in row) fills.push(row);
      else rejected.push(row);
    },
    requireHeader(): void {
      if (readRow === null) throw noHeader(where, beforeHeader);
    },
    drain(): FillBatch {
      const batch = { fills, rejected };
      fills = [];
      rejected = [];
      return batch;
    },
  };
}

function noHeader(where: string, records: readonly CsvRecord[]): InputError {
  const [first] = records;
  const nearest = [...records].sort((a, b) => missingFillColumns(a).length - missingFillColumns(b).length)[0];
  const missing = nearest === undefined ? [] : missingFillColumns(nearest);
  const expected = `expected a header with ${REQUIRED_FILL_COLUMNS.join(', ')}`;
  const found = (): string => {
    if (first === undefined) return 'found nothing';
    if (first.raw.trimStart().startsWith('<')) return 'found an HTML page';
    if (nearest !== undefined && missing.length <= REQUIRED_FILL_COLUMNS.length / 2)
      return `found a header without ${missing.join(', ')} on line ${nearest.line}`;
    return `found “${excerpt(first.raw)}” on line ${first.line}`;
  };
  return new InputError('not_fills_csv', `${where} · ${found()} · ${expected}`, {
    hint: 'Use the fills export of PropReports, CSV with its header line.',
  });
}

function excerpt(text: string): string {
  return normalised(text.replace(/\p{Cc}/gu, ' ')).slice(0, 60);
}
