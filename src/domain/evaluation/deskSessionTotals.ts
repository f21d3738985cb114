import type { EngineInForce } from '../engines/proposal.ts';
import { hasEffect } from '../outcome/counterfactual.ts';
import type { BacktestRow, JudgedRow, WalkedSession } from './backtestRow.ts';

/** Totals of the desk on one session; P&L in dollars. */
export interface DeskSessionTotals {
  readonly sessionDate: string;
  readonly engine: EngineInForce;
  readonly asTraded: number;
  readonly underBaseLimits: number;
  readonly underCutLimits: number;
  /** VaR forecasts of traded days, the breached ones, and the sum of their pinball losses divided by S. */
  readonly forecasts: number;
  readonly exceptions: number;
  readonly pinball: number;
  /** The same sum for the quantiles of the plain volatility alone. */
  readonly plainPinball: number;
  /** Sum of the regrets of judged trader-days, in base limits. */
  readonly regret: Readonly<Record<'ridge' | 'rules' | 'inForce', number>>;
  readonly judged: number;
  /** Trader-days on which the cut limit of the engine in force had an effect other than 0. */
  readonly bindingDays: number;
}

/** Adds up the rows of a session. The regrets are those that the walk learned from. */
export function deskSessionTotals(
  { forecast, record }: WalkedSession,
  rows: readonly JudgedRow[],
): DeskSessionTotals {
  const { modelRegret, rulesRegret } = record.score;
  const regret = { ridge: modelRegret, rules: rulesRegret, 'no-cut': record.noCutRegret };
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
    regret: { ridge: modelRegret, rules: rulesRegret, inForce: regret[forecast.engine] },
    judged: record.judged,
    bindingDays: rows.filter(isBinding).length,
  };
}

function isBinding({ row: { stoppedPnl, stoppedPnlBase } }: JudgedRow): boolean {
  return stoppedPnl !== null && stoppedPnlBase !== null && hasEffect(stoppedPnl - stoppedPnlBase);
}

/** Whether a traded day lost more than its VaR. */
export function isBreached({ uncensoredPnl, pnlQ05 }: BacktestRow): boolean {
  return pnlQ05 !== null && uncensoredPnl < pnlQ05;
}

/** Whether a traded day lost more than the trader's own large-loss threshold. */
export function isOwnLargeLoss({ uncensoredPnl, largeLossThreshold }: BacktestRow): boolean {
  return largeLossThreshold !== null && uncensoredPnl < -largeLossThreshold;
}

/** The mean per trader-day from sums per session; null without a trader-day. */
export function meanOver(
  sessions: readonly DeskSessionTotals[],
  sumOf: (session: DeskSessionTotals) => number,
  countOf: (session: DeskSessionTotals) => number,
): number | null {
  const count = sessions.reduce((sum, session) => sum + countOf(session), 0);
  return count === 0 ? null : sessions.reduce((sum, session) => sum + sumOf(session), 0) / count;
}
