import type { RejectedRow } from '../../ports/source.ts';
import type { CsvRecord } from './csvRecords.ts';

const LONGEST_TRAILER = 40;

/**
 * The trailer of a saved API page, `Page 1/3`: no row where it stands for the whole answer, and a rejected one where it
 * tells of pages that are not in the file. Null for any other record.
 */
export function pageTrailer(where: string, { line, raw }: CsvRecord): 'complete' | RejectedRow | null {
  // Asked of every row of a million, so the cheap question comes first.
  const pages = raw.length < LONGEST_TRAILER ? /^Page\s+(\d+)\s*\/\s*(\d+)$/i.exec(raw.trim()) : null;
  if (pages === null) return null;
  if (Number(pages[2]) <= 1) return 'complete';
  const reason = `page ${pages[1]} of ${pages[2]}: the other pages are not in this file`;
  return { where, line, column: 'row', value: raw, reason, raw };
}
