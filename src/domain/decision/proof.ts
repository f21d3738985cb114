/**
 * Why the P&L of a trader-day is not proven. untied: it differs from the totals of the source.
 * day_incomplete: rows of the day were rejected. The others are findings of the ledger.
 */
export const PROOF_CODES = [
  'untied',
  'day_incomplete',
  'position_not_explained',
  'looks_like_split',
  'currency_without_rate',
  'multiplier_unknown',
] as const;

export type ProofCode = (typeof PROOF_CODES)[number];

/** One reason to doubt a trader-day, as mail and JSON show it. */
export interface ProofItem {
  readonly code: ProofCode;
  /** Session, YYYY-MM-DD. */
  readonly session: string;
  /** null where the finding concerns the whole day. */
  readonly symbol: string | null;
  readonly text: string;
}
