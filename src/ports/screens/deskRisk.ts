import type { Concentration, Weight } from '../../domain/risk/concentration.ts';
import type { TraderCorrelations } from '../../domain/risk/correlation.ts';
import type { EquityDay } from '../../domain/risk/deskEquity.ts';
import type { Exposure } from '../../domain/risk/exposure.ts';

/** An active trader with the limits of the session due now. */
export interface RiskLimit {
  readonly trader: string;
  /** Dollars. */
  readonly baseLimit: number;
  /** Dollars; null: unknown. */
  readonly inForce: number | null;
}

/** What the last session traded. */
export interface Traded {
  /** Dollars, the largest first; of the fills that are still stored. */
  readonly bySymbol: readonly Weight[];
  readonly byTrader: readonly Weight[];
  /** Dollars of all fills of the session, those that are no longer stored included. */
  readonly notional: number;
  /** Symbols without a multiplier or a rate, by name. */
  readonly unvalued: readonly string[];
}

/** A whole of which the concentration is measured. */
export type ConcentrationOf =
  | 'overnight-by-symbol'
  | 'overnight-by-trader'
  | 'traded-by-symbol'
  | 'traded-by-trader'
  | 'pnl-by-trader'
  | 'limits-by-trader';

/** What is stored of the risk of the whole desk. */
export interface DeskRisk {
  readonly dueSession: string;
  /** The newest date with facts. */
  readonly dataThrough: string;
  /** Net P&L of that date, of its week and of its month, dollars. */
  readonly pnl: { readonly yesterday: number; readonly week: number; readonly monthToDate: number };
  readonly limits: readonly RiskLimit[];
  /** Dates with facts of the last 250 sessions, oldest first. */
  readonly equity: readonly EquityDay[];
  readonly exposure: Exposure;
  readonly traded: Traded;
  /** null: the whole is 0. */
  readonly concentrations: readonly { readonly of: ConcentrationOf; readonly found: Concentration | null }[];
  /** Of active traders with P&L in the last 60 sessions. */
  readonly correlations: TraderCorrelations & { readonly traders: readonly string[] };
}

export interface DeskRiskReader {
  /** null: no trader-day is stored yet. */
  read(): Promise<DeskRisk | null>;
}
