/**
 * B: buy to open, C: buy to close, S: sell to close, T: sell to open (short). Some sources send only B and S.
 */
export type Side = 'B' | 'C' | 'S' | 'T';

/** One execution, as the source reports it. */
export interface Fill {
  /** Code of the account at the source, such as `NET001`. A trader may own several accounts. */
  readonly account: string;
  /** Market date in New York, YYYY-MM-DD. */
  readonly sessionDate: string;
  /** Seconds since midnight in New York. Null where the source sent 00:00:00, which means unknown. */
  readonly secondOfDay: number | null;
  readonly side: Side;
  /** Shares or contracts, above 0, up to 8 decimals. */
  readonly quantity: number;
  readonly symbol: string;
  /** Dollars per unit, up to 8 decimals. */
  readonly price: number;
  /** Sum of all fee columns, dollars: positive is a debit, negative is a rebate. */
  readonly fees: number;
  /** ISO code of the money of price and fees, upper case; empty where the source sends none. */
  readonly currency: string;
  readonly orderId: string;
  readonly status: string;
  /**
   * Unique key of the fill within its account: `P:<PropReports Id>`, else `F:<date>:<Fill Id>`, else
   * `N:<text of the row>:<n>` for the n-th identical row.
   */
  readonly identity: string;
  /**
   * Digest of the Fill Id of a row that is identified by its PropReports Id, 32 bits. Two rows with one
   * identity and two digests are different fills. 0 where the row has no other id.
   */
  readonly idDigest: number;
}

/** The fields of a fill that P&L needs. Duplicates are removed before. */
export type LedgerFill = Omit<Fill, 'identity' | 'idDigest' | 'status'>;
