/** A split of a symbol at the open of a session. */
export interface Split {
  readonly action: 'split';
  readonly sessionDate: string;
  readonly symbol: string;
  /** New shares for one old share: 10 for a 10-for-1 split, 0.05 for a reverse split of 1 for 20. */
  readonly ratio: number;
}

/** A symbol that has another name from the open of a session on. */
export interface Rename {
  readonly action: 'rename';
  readonly sessionDate: string;
  readonly symbol: string;
  readonly newSymbol: string;
}

export type CorporateAction = Split | Rename;

/** One lot of the position that an account holds at the open of a session, as someone stated it. */
export interface OpeningPosition {
  /** It may be a day on which the market is closed: the position is that at the next open. */
  readonly sessionDate: string;
  readonly account: string;
  readonly symbol: string;
  /** Positive long, negative short; 0 where the account holds nothing. */
  readonly quantity: number;
  /** Money per unit, in the currency. */
  readonly price: number;
  /** ISO code; empty for the base currency. */
  readonly currency: string;
}

/** Base currency for one unit of a currency on a session. */
export interface ExchangeRate {
  readonly sessionDate: string;
  readonly currency: string;
  readonly rate: number;
}

/** What changes carried lots between two sessions, in order of their dates. */
export interface LotCorrections {
  readonly actions: readonly CorporateAction[];
  /** Of the accounts of one trader. */
  readonly positions: readonly OpeningPosition[];
}
