import type { OpenLot } from '../domain/ledger/lot.ts';

/** Totals of the whole desk on one date, dollars. */
export interface DeskTotals {
  readonly sessionDate: string;
  readonly netPnl: number;
  readonly notional: number;
}

/** What one trader traded in one symbol. */
export interface TradedAmount {
  readonly trader: string;
  readonly symbol: string;
  /** ISO code; empty for the base currency. */
  readonly currency: string;
  /** Σ quantity · |price| in that currency, without the multiplier. */
  readonly amount: number;
}

export interface TraderLot {
  readonly trader: string;
  readonly lot: OpenLot;
}

/** What the figures of the whole desk are computed from. Retired traders are in all of them. */
export interface DeskRiskStore {
  /** The newest date with facts; null where there are none. */
  lastDate(): Promise<string | null>;
  /** Totals of a range, of dates with facts, closed days included, oldest first. */
  totals(from: string, through: string): Promise<readonly DeskTotals[]>;
  /** Net P&L of a range by trader, then session, dollars. */
  netPnls(from: string, through: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>>;
  /** Notional traded of a range by trader, then session, dollars. */
  notionals(from: string, through: string): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>>;
  /** Open lots at the close of a date, splits and stated positions through it included. */
  openLots(through: string): Promise<readonly TraderLot[]>;
  /** What a date's stored fills traded, one account at a time; pruned fills are missing. */
  traded(sessionDate: string): AsyncIterable<readonly TradedAmount[]>;
  baseCurrency(): Promise<string>;
  /** Base currency for one unit of each currency: its last rate through a date. */
  rates(through: string): Promise<ReadonlyMap<string, number>>;
}
