import { TraderSeries } from '../../src/domain/indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../src/domain/ledger/traderDayFacts.ts';

/** The series of a trader over the given days, oldest first. Throws as the constructor and `push` do. */
export function seriesOf(trader: string, baseLimit: number, days: readonly TraderDaySummary[]): TraderSeries {
  const series = new TraderSeries(trader, baseLimit);
  for (const day of days) series.push(day);
  return series;
}
