import { monthOf } from '../session/isoDate.ts';
import { pooledCoverage, type SessionCoverage } from '../statistics/pooledCoverage.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { MonthResult } from './backtestResult.ts';
import { type CoverageCounts, type PooledDeskCoverage, pooledDeskCoverage } from './coverage.ts';
import { GROUP_REPLICATES } from './impact.ts';

/** The exceptions of one month; named as in a backtest. */
export type MonthCoverage = Pick<
  MonthResult,
  'month' | 'sessions' | 'varForecasts' | 'varExceptions' | 'varRateInterval'
>;

/** Counts the VaR exceptions of a group of traders, session by session in time order. */
export class GroupCoverage {
  readonly #sessions = new Map<string, { forecasts: number; exceptions: number }>();

  add(sessionDate: string, isBreached: boolean): void {
    const counts = this.#sessions.get(sessionDate) ?? { forecasts: 0, exceptions: 0 };
    this.#sessions.set(sessionDate, counts);
    counts.forecasts++;
    if (isBreached) counts.exceptions++;
  }

  /** @param traders the counts of each trader of the group. */
  coverage(traders: readonly CoverageCounts[], sampling: BootstrapOptions): PooledDeskCoverage {
    return pooledDeskCoverage(traders, [...this.#sessions.values()], sampling);
  }

  /** Ascending. */
  byMonth(sampling: BootstrapOptions): readonly MonthCoverage[] {
    const months = new Map<string, SessionCoverage[]>();
    for (const [sessionDate, counts] of this.#sessions) {
      const month = monthOf(sessionDate);
      const sessions = months.get(month) ?? [];
      months.set(month, sessions);
      sessions.push(counts);
    }
    return [...months].map(([month, sessions]) => monthCoverage(month, sessions, sampling));
  }
}

function monthCoverage(
  month: string,
  sessions: readonly SessionCoverage[],
  sampling: BootstrapOptions,
): MonthCoverage {
  const pooled = pooledCoverage(sessions, { ...sampling, replicates: GROUP_REPLICATES });
  return {
    month,
    sessions: sessions.length,
    varForecasts: pooled.forecasts,
    varExceptions: pooled.exceptions,
    varRateInterval: pooled.interval,
  };
}
