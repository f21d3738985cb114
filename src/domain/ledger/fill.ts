/** B buy to open · C buy to close (cover) · S sell to close · T sell to open (short). Some sources send only B and S. */
export type Side = 'B' | 'C' | 'S' | 'T';

/** One execution as the ledger sees it. */
export interface Fill {
  /** The account's code at the source, `NET001`. A trader may own several accounts. */
  readonly account: string;
  /** Market date in New York, YYYY-MM-DD. */
  readonly sessionDate: string;
  /** Seconds since midnight in New York; null where the source sent 00:00:00, its word for "unknown". */
  readonly secondOfDay: number | null;
  readonly side: Side;
  /** Shares or contracts, above 0, up to 8 decimals. */
  readonly quantity: number;
  readonly symbol: string;
  /** Dollars a unit, up to 8 decimals. */
  readonly price: number;
  /** Dollars, the sum of every fee column: positive is a debit, negative a rebate. */
  readonly fees: number;
  readonly orderId: string;
  readonly status: string;
  /**
   * What tells this fill from every other of its account: `P:<PropReports Id>`, else `F:<date>:<Fill Id>`,
   * else `N:<the row's text>:<n>` for the n-th identical row.
   */
  readonly identity: string;
}

/** What profit and loss needs of a fill; telling it from others is done by then. */
export type LedgerFill = Omit<Fill, 'identity' | 'status'>;

/** Buys (B, C) are positive, sells (S, T) negative. */
export function signedQuantity(fill: Pick<Fill, 'side' | 'quantity'>): number {
  return fill.side === 'B' || fill.side === 'C' ? fill.quantity : -fill.quantity;
}
