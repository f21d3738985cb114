import type { ScreenRecords } from '../../../ports/screens/screenRecords.ts';
import type { Database } from '../database.ts';
import { newestByTrader } from './newestDays.ts';

/** Reads one figure of each trader-day: whole ones of a large desk take a tenth of a second. */
export function createRecentNetPnlReader({ connection }: Database): ScreenRecords['recentNetPnl'] {
  return (through, most) =>
    newestByTrader<readonly [trader: string, netPnl: number], number>(
      connection,
      { columns: 'name, net_pnl', through, most },
      (row) => row,
    );
}
