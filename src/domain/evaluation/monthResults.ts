import { monthOf } from '../session/isoDate.ts';
import { pooledCoverage } from '../statistics/pooledCoverage.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { MonthResult } from './backtestResult.ts';
import { type DeskSessionTotals, meanOver } from './deskSessionTotals.ts';
import { GROUP_REPLICATES, strategyImpact } from './impact.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

/** Results per month, ascending. `limits` has the effects of the limits in force per month. */
export function monthResults(
  sessions: readonly DeskSessionTotals[],
  limits: ReadonlyMap<string, StrategyAccumulator>,
  sampling: BootstrapOptions,
): readonly MonthResult[] {
  const months = new Set(sessions.map(({ sessionDate }) => monthOf(sessionDate)));
  return [...months].map((month) => {
    const members = sessions.filter(({ sessionDate }) => monthOf(sessionDate) === month);
    return monthResult(month, members, limits.get(month) ?? new StrategyAccumulator(), sampling);
  });
}

function monthResult(
  month: string,
  sessions: readonly DeskSessionTotals[],
  limit: StrategyAccumulator,
  sampling: BootstrapOptions,
): MonthResult {
  const dates = sessions.map(({ sessionDate }) => sessionDate);
  const { netInterval, verdict } = strategyImpact(limit, dates, {
    ...sampling,
    replicates: GROUP_REPLICATES,
  });
  const sum = (of: (session: DeskSessionTotals) => number) =>
    sessions.reduce((total, session) => total + of(session), 0);
  return {
    month,
    sessions: sessions.length,
    ridgeSessions: sessions.filter(({ engine }) => engine === 'ridge').length,
    netPnl: sum(({ asTraded }) => asTraded),
    limit: limit.sums(),
    netInterval,
    verdict,
    varForecasts: sum(({ forecasts }) => forecasts),
    varExceptions: sum(({ exceptions }) => exceptions),
    varRateInterval: sessions.some(({ forecasts }) => forecasts > 0)
      ? pooledCoverage(sessions, { ...sampling, replicates: GROUP_REPLICATES }).interval
      : null,
    regret: meanOver(
      sessions,
      ({ regret }) => regret.inForce,
      ({ judged }) => judged,
    ),
  };
}
