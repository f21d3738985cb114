/**
 * Net P&L of a trader's session, ours and the source's, dollars. Null where a side has no such trader-day.
 */
export interface ReconciliationInput {
  readonly ours: {
    readonly netPnl: number;
    readonly fills: number;
    /** Different symbols of the day. */
    readonly symbols: number;
  } | null;
  readonly theirs: {
    readonly netPnl: number;
    /** Rows of the source's report that add up to the total; null: not stored, by an earlier version. */
    readonly rows: number | null;
  } | null;
}

/** One trader's session whose net differs from the source's; dollars net of fees. */
export interface Mismatch {
  readonly trader: string;
  readonly sessionDate: string;
  /** null without fills here, or without totals at the source. */
  readonly ourNetPnl: number | null;
  readonly theirNetPnl: number | null;
  /** Accounts of the trader with fills here and without totals at the source. */
  readonly missingAccounts: readonly string[];
}

const CENT = 0.01;
/** Fees are computed with more digits than the source shows: a cent per 1,000 fills. */
const DOLLARS_PER_FILL = 0.00001;
/** Each row of the report, one a symbol, is rounded to the cent: at most half a cent away. */
const DOLLARS_PER_ROW = 0.005;
/** Floats represent the decimal tolerance only approximately. */
const FLOAT_ALLOWANCE = 5e-5;

/**
 * The largest difference of the two net P&Ls that rounding explains, dollars: 0.01 + 0.00001 a fill + 0.005 a
 * row of the source's report. Where the number of rows was not stored, the number of our symbols stands for
 * it.
 *
 * Example: 160 fills in 80 symbols, in 80 rows: 0.01 + 0.0016 + 0.4 = 0.4116.
 *
 * Source: docs/methods.md, section 2.
 */
export function tieOutTolerance({ ours, theirs }: ReconciliationInput): number {
  const rows = theirs?.rows ?? ours?.symbols ?? 0;
  return CENT + DOLLARS_PER_FILL * (ours?.fills ?? 0) + DOLLARS_PER_ROW * rows;
}

/**
 * Whether both net P&Ls agree within the tolerance. A missing trader-day counts as 0.
 *
 * Example: over 1,000 fills in one row the tolerance is 0.025, so 100 against 100.02 ties out and 100.03 does
 * not.
 */
export function tiesOut(input: ReconciliationInput): boolean {
  const difference = Math.abs((input.ours?.netPnl ?? 0) - (input.theirs?.netPnl ?? 0));
  return difference <= tieOutTolerance(input) + FLOAT_ALLOWANCE;
}
