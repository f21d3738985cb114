import { normalised } from './columnNames.ts';
import { parseVendorDate } from './vendorDate.ts';

/** Why a row is rejected: the column, the value found there, and what was expected. */
export interface RowError {
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  /** True for a line that is no row: a total, a second header. No day of an account lacks it. */
  readonly isNoRow?: true;
}

export function rowError(column: string, value: string, reason: string): RowError {
  return { column, value, reason };
}

/** The character between dollars and cents. */
export type DecimalMark = '.' | ',';

/** What spreadsheets and other programs make of a number, and why it is not read. */
const NUMBER_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^\(.*\d.*\)$/, 'a negative number in parentheses; expected a minus sign, such as -0.35'],
  [/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/, 'it has a thousands separator; expected 1500, not 1,500'],
  [/^[+-]?\d{1,3}(?:[ '\u00a0\u202f’]\d{3})+(?:[.,]\d*)?$/, 'it has a thousands separator; expected 1500'],
  [/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/, 'it has a thousands separator; expected 1500.25, not 1.500,25'],
  [/^[+-]?\d*,\d+$/, 'it has a decimal comma; expected a point'],
  [/^[\d.,]*\d[\d.,]*-$/, 'its minus sign is at the end; expected it in front'],
  [/^[\u2012-\u2015\u2212]/, 'its minus sign is not the character -'],
  [/^[-–—]$/, 'a dash; expected 0 or an empty cell'],
  [/^[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+$/, 'abbreviated by a spreadsheet, so digits are lost'],
  [/^[+-]?(?:nan|inf|infinity)$/i, 'not a finite number'],
  [/^#/, 'an error of a spreadsheet'],
  [/[$€£¥]/, 'it has a currency sign'],
  [/%$/, 'it is a percentage'],
];
/** A longer text is no number, and some patterns take long on it. */
const LONGEST_NUMBER = 60;
const DIGITS_ONLY = /^[+-]?[\d.]+$/;

/** Why a text is not read as a number. */
export function numberFault(text: string, mark: DecimalMark = '.'): string {
  if (text === '') return 'not a plain number: the cell is empty';
  if (text.length > LONGEST_NUMBER) return 'not a plain number';
  if (mark === ',' && /^[+-]?[\d.]+$/.test(text))
    return 'not a plain number: it has a point, where the file has decimal commas';
  const fault = NUMBER_FAULTS.find(([pattern]) => pattern.test(text))?.[1];
  if (fault !== undefined) return `not a plain number: ${fault}`;
  return DIGITS_ONLY.test(text) ? 'not a plain number of at most 1,000,000,000,000' : 'not a plain number';
}

const DATE_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/, 'year first'],
  [/^\d{1,2}[-.]\d{1,2}[-.]\d{2,4}/, 'without slashes'],
  [/^\d{1,2}\/\d{1,2}\/\d{2}(?:\D|$)/, 'with a year of two digits'],
  [/^\d{5}(?:[.,]\d+)?(?:\s|$)/, 'as the number of a spreadsheet'],
];
const EXPECTED_DATE = 'expected MM/DD/YYYY HH:MM:SS';

/** Why a cell is not read as a date. */
export function dateFault(dateTime: string): string {
  const [date = ''] = dateTime.split(' ');
  const shape = isDayFirst(date) ? 'day-first' : DATE_FAULTS.find(([pattern]) => pattern.test(dateTime))?.[1];
  const written = shape === undefined ? '' : `: it is written ${shape}`;
  return `not a calendar date${written}; ${EXPECTED_DATE}`;
}

/** Why the time of a cell is not read as a time of day. */
export function timeFault(dateTime: string): string {
  const time = dateTime.split(/\s+/).slice(1).join(' ');
  const fault = (): string => {
    if (time === '') return ': there is none';
    if (/^\d{1,2}:\d{2}$/.test(time)) return ': it has no seconds, which a spreadsheet drops';
    return /[ap]\.?m\.?$/i.test(time) ? ': it is written with AM or PM' : '';
  };
  return `not a time of day${fault()}; ${EXPECTED_DATE}`;
}

/**
 * Whether a text is a date only if its day comes first. Example: 13/11/2026 is 13 November; 11/13/2026 and
 * 09/11/2026 are not.
 */
export function isDayFirst(date: string): boolean {
  const [day, month, year, ...rest] = date.split('/');
  if (rest.length > 0 || parseVendorDate(date) !== null) return false;
  return parseVendorDate(`${month}/${day}/${year}`) !== null;
}

const TOTAL = /^(?:grand |sub-?)?(?:totals?|sums?|summary|averages?|count)\b|\btotals?\s*:?$/i;

/**
 * The fault of a line that is no fill: a second header, or a line that a spreadsheet adds below the rows.
 * Null for a row.
 * @param cells date, account, side and symbol.
 */
export function noRowFault(cells: readonly [date: string, ...rest: string[]]): string | null {
  const [date, , side = '', symbol = ''] = cells;
  if (normalised(date.replace('\uFEFF', '')) === 'date/time') return 'a second header';
  if (/^[BCST]$/.test(side)) return null;
  if (cells.some((cell) => cell.length <= LONGEST_NUMBER && TOTAL.test(cell)))
    return 'a totals line of a spreadsheet, which is no fill';
  return parseVendorDate(date.split(' ')[0] ?? '') === null && side === '' && symbol === ''
    ? 'not a fill: no date, side or symbol'
    : null;
}
