import { StoreError } from '../../../shared/errors.ts';
import { driver } from './driver.ts';

type TextParser = (text: string) => unknown;

/** Types by their number in pg_type. The driver would return these in another form than SQLite does. */
const INT8 = 20;
const NUMERIC = 1700;
const BOOL = 16;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

const asText: TextParser = (text) => text;

const parsers: ReadonlyMap<number, TextParser> = new Map<number, TextParser>([
  // Counts, and sums of integers. The driver returns them as texts.
  [INT8, wholeNumber],
  // Sums of bigint. No column is numeric: money is a double, as in SQLite.
  [NUMERIC, wholeNumber],
  [BOOL, (text) => (text === 't' ? 1 : 0)],
  // The driver would make an instant of a date, at midnight of the host's zone.
  [DATE, asText],
  [TIMESTAMP, asText],
  [TIMESTAMPTZ, asText],
]);

/** How the driver reads result columns: as SQLite returns them. */
export const resultTypes = {
  getTypeParser(oid: number, format: 'text' | 'binary' = 'text'): (value: never) => unknown {
    const own = format === 'text' ? parsers.get(oid) : undefined;
    return (own ?? driver().types.getTypeParser(oid, format)) as (value: never) => unknown;
  },
};

/**
 * A whole number that a double holds exactly.
 * @throws StoreError `stored_json` for any other number: rounding it would not be noticed.
 */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new StoreError(
    'stored_json',
    `Database · found the number ${text} · expected a whole number below 2^53`,
    {
      hint: 'Something other than Daybreak wrote it. `npm run audit -- --verify` compares the tables with the audit trail.',
    },
  );
}
