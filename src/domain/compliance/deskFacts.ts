import type { ProofCode } from '../decision/proofItem.ts';
import type { EngineName } from '../engines/proposal.ts';
import type { LimitBasis } from '../ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../limits/limitEvent.ts';
import type { DayKind } from '../outcome/classifiedDay.ts';

/** What one morning knew of the desk, as the audit trail keeps it. Dollars unless the name says otherwise. */
export interface DeskFacts {
  /** The session decided for. */
  readonly sessionDate: string;
  /** The last session whose fills were used: P&L, stops and positions are of this one. */
  readonly dataThrough: string;
  /** 0 is the morning's decision; each correction has the next number. */
  readonly revision: number;
  readonly times: MorningInstants;
  readonly rules: RulesInForce;
  readonly desk: DeskRisk;
  readonly traders: readonly TraderFacts[];
  readonly pairs: readonly CorrelatedPair[];
  readonly data: DataFacts;
}

/** RFC 3339, UTC. */
export interface MorningInstants {
  readonly due: string;
  readonly lateAt: string;
  readonly deadline: string;
  /** Changes are expected to be answered by then. */
  readonly opensAt: string;
}

/** What decided, and the thresholds that the findings of the day are held against. */
export interface RulesInForce {
  /** Version of Daybreak. */
  readonly version: string;
  readonly engine: EngineName;
  /** null: no model took part. */
  readonly modelId: string | null;
  readonly maxReductionPct: number;
  readonly limitRoundTo: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  /** Percent of a trader's risk capital; null: no threshold is set. */
  readonly maxPositionPct: number | null;
  /** Percent of the desk's risk capital. */
  readonly maxPortfolioRiskPct: number;
}

export interface DeskRisk {
  /** Sum of the risk capital of the traders decided for. */
  readonly capital: Recorded;
  /** VaR 95 of the sum of the traders' P&L of the session. It is not the sum of their VaR. */
  readonly valueAtRisk95: Recorded;
}

/** A figure, or why there is none. */
export type Recorded =
  | { readonly value: number; readonly why: null }
  | { readonly value: null; readonly why: string };

export interface TraderFacts {
  readonly trader: string;
  /** Of `dataThrough`; null: the trader did not trade. */
  readonly netPnl: number | null;
  /** What the limit in force did to the day; null: the trader did not trade. */
  readonly stop: DayKind | null;
  /** The limit during `dataThrough`; null: unknown. */
  readonly limitDuring: number | null;
  /** When the limit was reached, seconds since midnight; null: it was not. */
  readonly reachedAtSecond: number | null;
  /** Largest gross open position of the day in percent of the trader's risk capital. */
  readonly largestPositionPct: Recorded;
  /** Of the session decided for; null: no forecast. */
  readonly valueAtRisk95: number | null;
  /** Whether the P&L equals the totals of the source; null: it was not compared. */
  readonly tiedOut: boolean | null;
  /** Why the P&L is not proven. */
  readonly notProven: readonly ProofCode[];
  /** The limit in force before the mail; null: unknown. */
  readonly limitInForce: number | null;
}

/** Two traders whose daily P&L moves together. */
export interface CorrelatedPair {
  readonly first: string;
  readonly second: string;
  /** Pearson's r of daily net P&L. */
  readonly correlation: number;
  /** Sessions of the last 60 on which both traded. */
  readonly commonSessions: number;
  /**
   * The larger of both shares of a trader's notional on `dataThrough` in symbols that both traded, 0 to 1;
   * null: not both traded.
   */
  readonly sharedNotional: number | null;
}

/** Where the figures come from. */
export interface DataFacts {
  readonly source: string;
  readonly fills: number;
  /** Rows that could not be read. */
  readonly rejectedRows: number;
  /** Traders compared with the totals of the source on `dataThrough`, and those that differ. */
  readonly compared: number;
  readonly untied: number;
  /** Earlier sessions whose fills changed after they were first used. */
  readonly revisedSessions: readonly string[];
  /** Sessions of the desk that are missing in the store. */
  readonly missingSessions: readonly string[];
  /** The newest fills are older than the session before, and the run was allowed to go on. */
  readonly isStale: boolean;
}
