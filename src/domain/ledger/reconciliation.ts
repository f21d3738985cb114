/**
 * Net P&L of a trader on a session, ours and the source's, dollars. Null where a side has no such trader-day.
 */
export interface ReconciliationInput {
  readonly ours: { readonly netPnl: number; readonly fills: number } | null;
  readonly theirs: { readonly netPnl: number } | null;
}

/**
 * Whether both net P&Ls agree within rounding: a tolerance of 0.01 + 0.01 per 1,000 fills, dollars. A missing
 * trader-day counts as 0.
 *
 * Example: over 1,000 fills the tolerance is 0.02, so 100 against 100.02 ties out; over 10 fills it does not.
 *
 * Source: docs/methods.md, section 2.
 */
export function tiesOut({ ours, theirs }: ReconciliationInput): boolean {
  const toleranceDollars = 0.01 + (0.01 * (ours?.fills ?? 0)) / 1000;
  // Allow 0.005 cents more: floats represent the decimal tolerance only approximately.
  return Math.abs((ours?.netPnl ?? 0) - (theirs?.netPnl ?? 0)) <= toleranceDollars + 5e-5;
}
