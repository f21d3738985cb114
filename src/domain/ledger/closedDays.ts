import type { TraderDaySummary } from './traderDayFacts.ts';

/**
 * Trader-days on dates that are not sessions of the calendar. They stay in the history that indicators and
 * forecasts use. No morning decides for such a date, so it has no forecast and no evaluation.
 */
export interface ClosedDays {
  readonly traderDays: number;
  /** Dollars. */
  readonly netPnl: number;
}

/** Counts the trader-days and sums their net P&L, dollars. */
export function sumClosedDays(days: Iterable<Pick<TraderDaySummary, 'netPnl'>>): ClosedDays {
  let [traderDays, netPnl] = [0, 0];
  for (const day of days) {
    traderDays++;
    netPnl += day.netPnl;
  }
  return { traderDays, netPnl };
}
