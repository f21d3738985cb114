import type { RejectedRow } from '../../ports/source.ts';
import type { CsvRecord } from './csvRecords.ts';

const LONGEST_TRAILER = 40;

/**
 * Reads the trailer of a saved API page, its last line `Page 1/3`. Returns 'complete' when the answer has one
 * page, a rejected row when it has others, which are not in the file, and null when the record is not a
 * trailer.
 */
export function readPageTrailer(where: string, { line, raw }: CsvRecord): 'complete' | RejectedRow | null {
  // This runs for every row of a million, so the length is checked before the pattern.
  const pages = raw.length < LONGEST_TRAILER ? /^Page\s+(\d+)\s*\/\s*(\d+)$/i.exec(raw.trim()) : null;
  if (pages === null) return null;
  if (Number(pages[2]) <= 1) return 'complete';
  const reason = `page ${pages[1]} of ${pages[2]}: the other pages are not in this file`;
  return { where, line, column: 'row', value: raw, reason, raw, account: null, sessionDate: null };
}
