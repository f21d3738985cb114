import { stopAt } from '../outcome/counterfactual.ts';
import type { BacktestRow, JudgedRow, WalkedSession } from './backtestRow.ts';

/** One session of the desk added up; dollars. */
export interface DeskSessionTotals {
  readonly sessionDate: string;
  readonly engine: 'ridge' | 'rules';
  readonly asTraded: number;
  readonly underBaseLimits: number;
  readonly underCutLimits: number;
  /** VaR forecasts of days that were traded, those breached, and their pinball losses over S summed. */
  readonly forecasts: number;
  readonly exceptions: number;
  readonly pinball: number;
  /** The same sum of the quantiles that the plain volatility alone would have given. */
  readonly plainPinball: number;
  /** Regrets summed over the trader-days judged, in base limits. */
  readonly regret: Readonly<Record<'ridge' | 'rules' | 'inForce', number>>;
  readonly judged: number;
  /** Trader-days on which the cut limit of the engine in force would have stopped the trader. */
  readonly bindingDays: number;
}

/** Adds up a session from its rows; the regrets are those that the walk itself learned from. */
export function deskSessionTotals(
  { forecast, record }: WalkedSession,
  rows: readonly JudgedRow[],
): DeskSessionTotals {
  const { modelRegret, rulesRegret } = record.score;
  const sum = (of: (judged: JudgedRow) => number) => rows.reduce((total, judged) => total + of(judged), 0);
  const tested = rows.filter(({ pinball }) => pinball !== null);
  return {
    sessionDate: forecast.sessionDate,
    engine: forecast.engine,
    asTraded: sum(({ row }) => row.netPnl),
    underBaseLimits: sum(({ row }) => row.stoppedPnlBase ?? row.netPnl),
    underCutLimits: sum(({ row }) => row.stoppedPnl ?? row.netPnl),
    forecasts: tested.length,
    exceptions: tested.filter(({ row }) => isBreached(row)).length,
    pinball: sum(({ pinball }) => pinball ?? 0),
    plainPinball: sum(({ plainPinball }) => plainPinball ?? 0),
    regret: {
      ridge: modelRegret,
      rules: rulesRegret,
      inForce: forecast.engine === 'ridge' ? modelRegret : rulesRegret,
    },
    judged: record.judged,
    bindingDays: rows.filter(isBinding).length,
  };
}

/** As the limit strategy has it, see strategyEffects. */
function isBinding({ row, day }: JudgedRow): boolean {
  return row.reductionPct > 0 && day !== null && stopAt(day.marks, row.newLimit) !== null;
}

/** Whether a traded day went beyond its VaR. */
export function isBreached({ netPnl, pnlQ05 }: BacktestRow): boolean {
  return pnlQ05 !== null && netPnl < pnlQ05;
}

/** Whether a traded day was worse than the trader's own threshold of a large loss. */
export function isOwnLargeLoss({ netPnl, largeLossThreshold }: BacktestRow): boolean {
  return largeLossThreshold !== null && netPnl < -largeLossThreshold;
}

/** Mean over trader-days of sums by session; null where there is none. */
export function meanOver(
  sessions: readonly DeskSessionTotals[],
  sumOf: (session: DeskSessionTotals) => number,
  countOf: (session: DeskSessionTotals) => number,
): number | null {
  const count = sessions.reduce((sum, session) => sum + countOf(session), 0);
  return count === 0 ? null : sessions.reduce((sum, session) => sum + sumOf(session), 0) / count;
}
