import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { TraderResult } from './backtestResult.ts';
import type { JudgedRow } from './backtestRow.ts';
import { CoverageAccumulator, type CoverageCounts, coverageOf } from './coverage.ts';
import { isBreached, isOwnLargeLoss } from './deskSessionTotals.ts';
import { strategyImpact } from './impact.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

/** Accumulates the backtest of one trader. */
export class TraderAccumulator {
  readonly #coverage = new CoverageAccumulator();
  readonly #limit = new StrategyAccumulator();
  #rows = 0;
  #tradedDays = 0;
  #netPnl = 0;
  #cutDays = 0;
  #ownLargeLosses = 0;

  /**
   * `effect` is the effect of the limit in force, dollars; null if the day was not traded or has no known
   * path.
   */
  add({ row, pinball }: JudgedRow, effect: number | null): void {
    this.#rows++;
    if (!row.traded) return;
    this.#tradedDays++;
    this.#netPnl += row.netPnl;
    if (row.reductionPct > 0) this.#cutDays++;
    if (isOwnLargeLoss(row)) this.#ownLargeLosses++;
    if (pinball !== null) this.#coverage.add(isBreached(row), pinball);
    if (effect !== null) this.#limit.add(row.sessionDate, effect);
  }

  coverage(): CoverageCounts {
    return this.#coverage.counts();
  }

  /** With `sampling` null the result has no interval and no verdict. */
  result(trader: string, sessions: readonly string[], sampling: BootstrapOptions | null): TraderResult {
    const limit = this.#limit.sums();
    const impact = sampling && strategyImpact(this.#limit, sessions, sampling);
    return {
      trader,
      rows: this.#rows,
      tradedDays: this.#tradedDays,
      netPnl: this.#netPnl,
      cutDays: this.#cutDays,
      limit,
      netInterval: impact?.netInterval ?? null,
      verdict: impact?.verdict ?? 'not enough to tell',
      ownLargeLosses: this.#ownLargeLosses,
      coverage: coverageOf(this.coverage()),
    };
  }
}
