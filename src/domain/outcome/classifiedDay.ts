/**
 * What the limit in force did to a trader-day. stopped: the running P&L reached it and no position was opened
 * afterwards. ignored: it was reached and positions were opened afterwards. not-reached: no effect. free: no
 * limit below the base limit was known to be in force.
 */
export type DayKind = 'stopped' | 'ignored' | 'not-reached' | 'free';

/** The limit during a session, as far as the outcome of the day needs it. */
export interface LimitDuring {
  /** Dollars; null: unknown. */
  readonly dollars: number | null;
  /** base and unknown are no known limit. */
  readonly source: 'base' | 'assumed' | 'answered' | 'set' | 'readback' | 'unknown';
}

/** A trader-day with its kind. */
export interface ClassifiedDay {
  readonly sessionDate: string;
  readonly trader: string;
  readonly kind: DayKind;
  readonly limit: LimitDuring;
  /** When the limit was reached, seconds since midnight; null: it was not. */
  readonly secondOfDay: number | null;
  /** Net P&L as seen, dollars. */
  readonly netPnl: number;
  /** The drawn close of a stopped day, dollars; null: not stopped, or no donor. */
  readonly uncensoredNetPnl: number | null;
  /** The mean of the donors' continuations in dollars of this trader; null likewise. */
  readonly meanContinuation: number | null;
}
