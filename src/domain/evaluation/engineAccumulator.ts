import { outcomeUnderLimit, type StopOptions } from '../outcome/counterfactual.ts';
import { limitAfter, uncutLimit } from '../outcome/reduction.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { EngineScores } from './backtestResult.ts';
import type { JudgedRow } from './backtestRow.ts';
import { CutRateAccumulator } from './cutRates.ts';
import { type DeskSessionTotals, meanOver } from './deskSessionTotals.ts';
import { strategyImpact } from './impact.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

export type ScoredEngine = 'ridge' | 'rules' | 'inForce';

/** Accumulates one engine's cut rates, and the P&L effect of its limits. */
export class EngineAccumulator {
  readonly #engine: ScoredEngine;
  readonly #stop: StopOptions;
  readonly #rates: CutRateAccumulator;
  readonly #limit = new StrategyAccumulator();

  constructor(engine: ScoredEngine, largeLossDollars: number, stop: StopOptions) {
    this.#engine = engine;
    this.#stop = stop;
    this.#rates = new CutRateAccumulator(largeLossDollars);
  }

  /** Adds a row of a traded day. */
  add({ row, day }: JudgedRow): void {
    const reductionPct = proposedBy(this.#engine, row);
    const ownLargeLossPnl = row.largeLossThreshold === null ? null : -row.largeLossThreshold;
    this.#rates.add({ netPnl: row.uncensoredPnl, ownLargeLossPnl }, reductionPct);
    if (day === null || reductionPct === null || reductionPct === 0) return;
    const limit = limitAfter(row.baseLimit, reductionPct, this.#stop.limitRoundTo);
    const base = outcomeUnderLimit(day, uncutLimit(row.baseLimit), this.#stop);
    this.#limit.add(row.sessionDate, outcomeUnderLimit(day, limit, this.#stop) - base);
  }

  scores(
    sessions: readonly DeskSessionTotals[],
    sampling: BootstrapOptions,
  ): Omit<EngineScores, 'equalCuts'> {
    const dates = sessions.map(({ sessionDate }) => sessionDate);
    return {
      cutRates: this.#rates.rates(),
      limit: strategyImpact(this.#limit, dates, sampling),
      regret: meanOver(
        sessions,
        ({ regret }) => regret[this.#engine],
        ({ judged }) => judged,
      ),
    };
  }
}

/** Percent; null without a proposal. */
function proposedBy(engine: ScoredEngine, row: JudgedRow['row']): number | null {
  if (engine === 'ridge') return row.ridgeReductionPct;
  if (engine === 'rules') return row.rulesReductionPct;
  return row.ridgeReductionPct === null ? null : row.reductionPct;
}
