/**
 * What the ledger could book only on an assumption, or not at all, in one account and symbol of a session.
 * position_not_explained: a closing fill found nothing to close. looks_like_split: the first price of a
 * carried lot is far from its last one. currency_without_rate and multiplier_unknown: the fills are set
 * aside: their lots are carried, and they are in no figure of the day. multiplier_assumed: an option counts
 * 100 for each contract. currency_converted: fills were converted.
 */
export type LedgerFindingCode =
  | 'position_not_explained'
  | 'looks_like_split'
  | 'currency_without_rate'
  | 'multiplier_unknown'
  | 'multiplier_assumed'
  | 'currency_converted';

/**
 * How far the trader-day can be trusted. doubt: not at all, until the cause is settled. note: the figures
 * stand and the mail names the finding. onShortSides: a doubt where the source has ever sent a T or a C,
 * because such a source marks short sales; else a note.
 */
export type FindingWeight = 'doubt' | 'note' | 'onShortSides';

export interface LedgerFinding {
  readonly code: LedgerFindingCode;
  readonly account: string;
  readonly symbol: string;
  /** ISO code of the fills; empty for the base currency. */
  readonly currency: string;
  readonly weight: FindingWeight;
  /** Number of fills that it concerns. */
  readonly fills: number;
  /** What was found, in plain words: `sold 500 with nothing held`. */
  readonly text: string;
}
