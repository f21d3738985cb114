import type { TraderDaySummary } from './traderDayFacts.ts';

/**
 * Trader-days on dates that are no session of the calendar. What was made and lost on them is the trader's own and stays in the
 * history that indicators and forecasts look back on; no morning decides for such a date, so nothing is forecast or judged there.
 */
export interface ClosedDays {
  readonly traderDays: number;
  /** Dollars. */
  readonly netPnl: number;
}

export function addedUp(days: Iterable<Pick<TraderDaySummary, 'netPnl'>>): ClosedDays {
  let [traderDays, netPnl] = [0, 0];
  for (const day of days) {
    traderDays++;
    netPnl += day.netPnl;
  }
  return { traderDays, netPnl };
}
