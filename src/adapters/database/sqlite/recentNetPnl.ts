import type { ScreenRecords } from '../../../ports/screens/screenRecords.ts';
import type { Database } from './open.ts';

/** Reads one figure of each trader-day: whole ones of a large desk take a tenth of a second. */
export function createRecentNetPnlReader({
  driver,
  withConnection,
}: Database): ScreenRecords['recentNetPnl'] {
  const traders = driver.prepare<[], { id: number; name: string }>(
    'SELECT id, name FROM trader ORDER BY name',
  );
  const newest = driver
    .prepare<[number, string, number], number>(
      'SELECT net_pnl FROM trader_day WHERE trader_id = ? AND session_date <= ? ORDER BY session_date DESC LIMIT ?',
    )
    .pluck();
  return (through, most) =>
    withConnection(() => {
      const found = new Map<string, readonly number[]>();
      for (const { id, name } of traders.all()) {
        const days = newest.all(id, through, most);
        if (days.length > 0) found.set(name, days.reverse());
      }
      return found;
    });
}
