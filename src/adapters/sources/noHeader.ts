import { InputError } from '../../shared/errors.ts';
import { normalised } from './columnNames.ts';
import type { CsvRecord } from './csvRecords.ts';
import { missingFillColumns, REQUIRED_FILL_COLUMNS } from './fillsHeader.ts';

/** What the first lines of a file hold instead of a header, for a message. */
export function foundInstead(records: readonly CsvRecord[]): string {
  const [first] = records;
  if (first === undefined) return 'found nothing: the file is empty or has only blank lines';
  if (first.raw.trimStart().startsWith('<')) return 'found an HTML page';
  const unknown = records.find(hasUnknownSeparator);
  if (unknown !== undefined)
    return `found a header on line ${unknown.line} that no comma, tab, semicolon or bar separates`;
  return `found “${excerpt(first.raw)}” on line ${first.line}`;
}

/** A stream without a header that has the required columns. */
export function noHeader(where: string, records: readonly CsvRecord[]): InputError {
  const nearest = [...records].sort((a, b) => missingFillColumns(a).length - missingFillColumns(b).length)[0];
  const missing = nearest === undefined ? [] : missingFillColumns(nearest);
  const isHeader = nearest !== undefined && missing.length <= REQUIRED_FILL_COLUMNS.length / 2;
  const found = isHeader
    ? `found a header without ${missing.join(', ')} on line ${nearest.line}`
    : foundInstead(records);
  const expected = `expected a header with ${REQUIRED_FILL_COLUMNS.join(', ')}`;
  return new InputError('not_fills_csv', `${where} · ${found} · ${expected}`, {
    hint: 'Use the fills export of PropReports, CSV with its header line.',
  });
}

/** A line with all names of the header in it, which were not found as fields. */
function hasUnknownSeparator({ raw, fields }: CsvRecord): boolean {
  const text = normalised(raw);
  return (
    missingFillColumns({ fields }).length > 0 &&
    REQUIRED_FILL_COLUMNS.every((name) => text.includes(name.toLowerCase()))
  );
}

function excerpt(text: string): string {
  return normalised(text.slice(0, 200).replace(/[\p{Cc}\uFFFD]/gu, ' ')).slice(0, 60);
}
