import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { addDays, weekdayOf } from '../session/isoDate.ts';
import type { DeskPnl } from './report.ts';

/**
 * The first date whose days `deskPnl` needs: the first of the month, or the Monday of the week where that is
 * earlier.
 */
export function deskPnlFrom(dataThrough: string): string {
  const [week, month] = [mondayOf(dataThrough), firstOfMonth(dataThrough)];
  return week < month ? week : month;
}

/**
 * Net P&L of the whole desk, retired traders included, dollars: of the last session, of its week from Monday
 * on, and of its month, closed days included.
 *
 * Example: −$100 on Friday 30 October and $40 on Monday 2 November: on Monday's figures $40 everywhere; on
 * Friday's the week and the month end with −$100.
 */
export function deskPnl(
  days: readonly Pick<TraderDaySummary, 'sessionDate' | 'netPnl'>[],
  dataThrough: string,
): DeskPnl {
  const since = (from: string) =>
    days
      .filter(({ sessionDate }) => sessionDate >= from && sessionDate <= dataThrough)
      .reduce((sum, { netPnl }) => sum + netPnl, 0);
  return {
    yesterday: since(dataThrough),
    week: since(mondayOf(dataThrough)),
    monthToDate: since(firstOfMonth(dataThrough)),
  };
}

function mondayOf(date: string): string {
  return addDays(date, 1 - weekdayOf(date));
}

function firstOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`;
}
