/** One trader's session on both sides, dollars net of fees. */
export interface ReconciliationInput {
  readonly ours: { readonly netPnl: number; readonly fills: number } | null;
  readonly theirs: { readonly netPnl: number } | null;
}

/** Whether two nets are the same but for rounding: 0.01 + 0.01 per 1,000 fills (methods: reconciliation). */
export function tiesOut({ ours, theirs }: ReconciliationInput): boolean {
  const toleranceDollars = 0.01 + (0.01 * (ours?.fills ?? 0)) / 1000;
  // Half a hundredth of a cent of slack: the tolerance itself is a decimal that floats only approximate.
  return Math.abs((ours?.netPnl ?? 0) - (theirs?.netPnl ?? 0)) <= toleranceDollars + 5e-5;
}
