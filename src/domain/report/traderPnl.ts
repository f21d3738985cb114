import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import type { TraderPnl } from './report.ts';

const RECENT_SESSIONS = 5;

/**
 * Net P&L of each trader through the session that the report covers, dollars. A session of the desk is one on
 * which any trader traded.
 *
 * Example: −$100 on Friday 30 October and $40 on Monday 2 November: yesterday $40, five sessions −$60, month
 * to date $40.
 */
export function traderPnl(
  traders: readonly { readonly trader: string; readonly days: readonly Day[] }[],
  dataThrough: string,
): readonly TraderPnl[] {
  const recent = traders.flatMap(({ days }) =>
    days
      .filter(({ sessionDate }) => sessionDate <= dataThrough)
      .slice(-RECENT_SESSIONS)
      .map(({ sessionDate }) => sessionDate),
  );
  const sessions = [...new Set(recent)].sort();
  const [first = dataThrough] = sessions.slice(-RECENT_SESSIONS);
  const month = `${dataThrough.slice(0, 7)}-01`;
  return traders.map(({ trader, days }) => ({
    trader,
    yesterday: days.findLast(({ sessionDate }) => sessionDate === dataThrough)?.netPnl ?? null,
    fiveSessions: netSince(days, first, dataThrough),
    monthToDate: netSince(days, month, dataThrough),
  }));
}

type Day = Pick<TraderDaySummary, 'sessionDate' | 'netPnl'>;

function netSince(days: readonly Day[], from: string, through: string): number {
  return days
    .filter(({ sessionDate }) => sessionDate >= from && sessionDate <= through)
    .reduce((sum, { netPnl }) => sum + netPnl, 0);
}
