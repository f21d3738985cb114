import type { StopOptions } from '../outcome/counterfactual.ts';
import { monthOf } from '../session/isoDate.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { BacktestResult } from './backtestResult.ts';
import type { JudgedRow } from './backtestRow.ts';
import {
  addTo,
  byStrategy,
  impactByStrategy,
  newAccumulators,
  SLIPPAGE_MULTIPLES,
  type StrategyAccumulators,
} from './impact.ts';
import { strategyEffects } from './strategies.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

interface SlippageTally {
  readonly multiple: number;
  readonly stop: StopOptions;
  readonly tallies: StrategyAccumulators;
}

/** Accumulates what the cuts in force would have changed for the desk under each strategy and slippage. */
export class ImpactAccumulator {
  readonly #cases: readonly SlippageTally[];
  readonly #limitByMonth = new Map<string, StrategyAccumulator>();
  #judged = 0;
  #unjudged = 0;
  #estimated = 0;

  constructor({ slippageBasisPoints, limitRoundTo }: StopOptions) {
    this.#cases = SLIPPAGE_MULTIPLES.map((multiple) => ({
      multiple,
      stop: { slippageBasisPoints: slippageBasisPoints * multiple, limitRoundTo },
      tallies: newAccumulators(),
    }));
  }

  /**
   * Adds a row of a traded day. Returns the effect of the limit in force, dollars; null without a known
   * intraday path.
   */
  add({ row, day, isEstimated }: JudgedRow): number | null {
    if (isEstimated) this.#estimated++;
    if (day === null) {
      this.#unjudged++;
      return null;
    }
    this.#judged++;
    let limit: number | null = null;
    for (const { multiple, stop, tallies } of this.#cases) {
      const effects = strategyEffects(day, row.baseLimit, row, stop);
      addTo(tallies, row.sessionDate, effects);
      if (multiple === 1) limit = effects.limit;
    }
    if (limit !== null) this.#month(monthOf(row.sessionDate)).add(row.sessionDate, limit);
    return limit;
  }

  get limitByMonth(): ReadonlyMap<string, StrategyAccumulator> {
    return this.#limitByMonth;
  }

  desk(
    sessions: readonly string[],
    sampling: BootstrapOptions,
  ): Pick<BacktestResult, 'strategies' | 'slippage' | 'judgedDays' | 'unjudgedDays' | 'estimatedDays'> {
    const assumed = this.#cases.find(({ multiple }) => multiple === 1)?.tallies ?? newAccumulators();
    return {
      strategies: impactByStrategy(assumed, sessions, sampling),
      slippage: this.#cases.map(({ multiple, stop, tallies }) => ({
        multiple,
        slippageBasisPoints: stop.slippageBasisPoints,
        net: byStrategy((strategy) => tallies[strategy].sums().net),
      })),
      judgedDays: this.#judged,
      unjudgedDays: this.#unjudged,
      estimatedDays: this.#estimated,
    };
  }

  #month(month: string): StrategyAccumulator {
    const tally = this.#limitByMonth.get(month) ?? new StrategyAccumulator();
    this.#limitByMonth.set(month, tally);
    return tally;
  }
}
