import { open } from 'node:fs/promises';
import { InputError } from '../../shared/errors.ts';
import { type CsvRecord, createCsvRecordReader } from './csvRecords.ts';
import { MOST_LINES_BEFORE_HEADER } from './fillsCsv.ts';
import { isFillsHeader, missingFillColumns, REQUIRED_FILL_COLUMNS } from './fillsHeader.ts';
import { foundInstead } from './noHeader.ts';
import { isTotalsHeader } from './totalsReport.ts';

/** The formats that `npm run import` accepts. */
export type ImportFormat = 'propreports-fills' | 'propreports-totals' | 'legacy-database';

const SQLITE_MAGIC = 'SQLite format 3\0';
/** The header is within the first 64 KiB, after any titles that a server sends before it. */
const HEAD_BYTES = 1 << 16;

/**
 * Detects the format of a file from its first lines; the name does not count. A header that lacks at most
 * half of the required columns still selects its format, and the reader then reports the missing columns.
 * @throws InputError for any other content: an HTML page, another table, a binary file.
 */
export async function detectFileFormat(path: string, where: string): Promise<ImportFormat> {
  const head = await readHead(path);
  if (head.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC) return 'legacy-database';
  const records = headRecords(head, where);
  const missing = Math.min(
    ...records.map((record) => missingFillColumns(record).length),
    Number.POSITIVE_INFINITY,
  );
  if (missing === 0) return 'propreports-fills';
  if (records.some(({ fields }) => isTotalsHeader(fields))) return 'propreports-totals';
  if (missing <= REQUIRED_FILL_COLUMNS.length / 2) return 'propreports-fills';
  throw unknownFile(where, records);
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The first lines, up to the last one that the readers still take as a header. */
function headRecords(head: Buffer, where: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const reader = createCsvRecordReader({
    where,
    firstLine: 1,
    isHeader: (fields) => isFillsHeader(fields) || isTotalsHeader(fields),
    columnCount: () => null,
    onRecord: (record) => {
      if (records.length <= MOST_LINES_BEFORE_HEADER) records.push(record);
    },
  });
  reader.push(head);
  reader.end();
  return records;
}

function unknownFile(where: string, records: readonly CsvRecord[]): InputError {
  return new InputError(
    'unknown_file',
    `${where} · ${foundInstead(records)} · expected a fills CSV, a totalsByDate CSV, or a database with a table fills`,
    {
      hint: 'Use the CSV exports of PropReports with their header lines, or the risk_tool.db of the earlier system.',
    },
  );
}
