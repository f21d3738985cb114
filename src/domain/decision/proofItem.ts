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

export interface IncompleteFacts {
  readonly trader: string;
  readonly account: string;
  readonly sessionDate: string;
  readonly rows: number;
  /** Name of the file or request, and the first rejected value with its reason. */
  readonly where: string;
  readonly reason: string;
}

/** A doubt or note about one trader-day before it is decided whether it withholds. */
export interface Doubt extends ProofItem {
  readonly trader: string;
  readonly account: string | null;
  /** Dollars between both figures, rejected rows, or fills: an acceptance covers this much and no more. */
  readonly size: number;
  readonly isNote: boolean;
}
