import { LARGE_LOSS_SHARE, OWN_SESSIONS } from '../engines/model/traderRecord.ts';
import { SortedWindow } from '../indicators/sortedWindow.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { Coverage, ProbabilityScores } from './backtestResult.ts';
import { CoverageAccumulator, coverageOf, type PooledDeskCoverage } from './coverage.ts';
import { GroupCoverage, type MonthCoverage } from './groupCoverage.ts';
import { ProbabilityAccumulator } from './probabilityAccumulator.ts';

/** What a morning forecast for one trader, as it was stored; null: it made no forecast. */
export interface StoredForecast {
  readonly trader: string;
  /** Dollars, a loss as a positive number. */
  readonly valueAtRisk95: number | null;
  readonly largeLossProbability: number | null;
}

/** What one trader made on a day. */
export interface ScoredDay {
  readonly trader: string;
  /** Dollars; of a day that a limit stopped, its drawn close. */
  readonly pnl: number;
}

/** One date with trades: a session with the forecasts of its morning, or a closed day without. */
export interface ForecastDate {
  readonly date: string;
  readonly forecasts: readonly StoredForecast[];
  readonly days: readonly ScoredDay[];
}

/** Scores of the forecasts of one trader. */
export interface TraderCoverage {
  readonly trader: string;
  readonly coverage: Coverage;
}

const SAMPLING: BootstrapOptions = { seed: 20_250_109 };

/**
 * Scores stored forecasts by the days that followed, date by date. The large loss of a date is the worst 15 %
 * of the trader's last 250 active days before it, so a date is judged before its days become history.
 *
 * Example: a trader's last 250 days have a 15 % quantile of −$800, and the VaR is $1,500. A day of −$1,000 is
 * a large loss and no exception.
 */
export class ForecastRecord {
  readonly #groupOf: (trader: string) => string;
  readonly #results = new Map<string, SortedWindow>();
  readonly #probability = new ProbabilityAccumulator();
  readonly #traders = new Map<string, CoverageAccumulator>();
  readonly #desk = new GroupCoverage();
  readonly #groups = new Map<string, GroupCoverage>();

  /** @param groupOf the part of the desk that a trader belongs to. */
  constructor(groupOf: (trader: string) => string) {
    this.#groupOf = groupOf;
  }

  /** Adds days before the first date to the traders' histories, each trader's oldest first. */
  addHistory(days: readonly ScoredDay[]): void {
    for (const { trader, pnl } of days) this.#resultsOf(trader).push(pnl);
  }

  /** Judges the forecasts of the next date by its days. */
  add({ date, forecasts, days }: ForecastDate): void {
    const pnlOf = new Map(days.map(({ trader, pnl }) => [trader, pnl]));
    for (const forecast of forecasts) {
      const pnl = pnlOf.get(forecast.trader);
      if (pnl === undefined) continue;
      this.#judgeProbability(date, forecast, pnl);
      if (forecast.valueAtRisk95 !== null)
        this.#judgeValueAtRisk(date, forecast.trader, pnl < -forecast.valueAtRisk95);
    }
    this.addHistory(days);
  }

  probability(): ProbabilityScores {
    return this.#probability.scores(SAMPLING);
  }

  desk(): PooledDeskCoverage {
    return this.#desk.coverage(
      this.#countsOf(() => true),
      SAMPLING,
    );
  }

  /** By month, ascending. */
  byMonth(): readonly MonthCoverage[] {
    return this.#desk.byMonth(SAMPLING);
  }

  /** Each part of the desk, by name. */
  byGroup(): readonly { readonly name: string; readonly coverage: PooledDeskCoverage }[] {
    return [...this.#groups].toSorted(byName).map(([name, group]) => ({
      name,
      coverage: group.coverage(
        this.#countsOf((trader) => this.#groupOf(trader) === name),
        SAMPLING,
      ),
    }));
  }

  /** By name. */
  byTrader(): readonly TraderCoverage[] {
    return [...this.#traders]
      .toSorted(byName)
      .map(([trader, accumulator]) => ({ trader, coverage: coverageOf(accumulator.counts()) }));
  }

  #judgeProbability(date: string, { trader, largeLossProbability }: StoredForecast, pnl: number): void {
    const quantile = this.#results.get(trader)?.quantile(LARGE_LOSS_SHARE) ?? null;
    if (largeLossProbability === null || quantile === null) return;
    this.#probability.add(date, largeLossProbability, pnl < quantile);
  }

  #judgeValueAtRisk(date: string, trader: string, isBreached: boolean): void {
    const ofTrader = this.#traders.get(trader) ?? new CoverageAccumulator();
    this.#traders.set(trader, ofTrader);
    // A decision does not store the scale, so there is no pinball loss.
    ofTrader.add(isBreached, null);
    const name = this.#groupOf(trader);
    const group = this.#groups.get(name) ?? new GroupCoverage();
    this.#groups.set(name, group);
    group.add(date, isBreached);
    this.#desk.add(date, isBreached);
  }

  #countsOf(isMember: (trader: string) => boolean) {
    return [...this.#traders]
      .filter(([trader]) => isMember(trader))
      .map(([, accumulator]) => accumulator.counts());
  }

  #resultsOf(trader: string): SortedWindow {
    const known = this.#results.get(trader);
    if (known !== undefined) return known;
    const results = new SortedWindow(OWN_SESSIONS);
    this.#results.set(trader, results);
    return results;
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
