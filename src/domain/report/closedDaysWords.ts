import type { ClosedDays } from '../ledger/closedDays.ts';
import { roughDollars } from '../text/money.ts';
import { counted } from './backtestVerdicts.ts';

/** What was traded while the calendar was closed, and where it counts. */
export function closedDaysWords({ traderDays, netPnl }: ClosedDays): string {
  return `${counted(traderDays, 'trader-day')}, net ${roughDollars(netPnl)}, on days that the calendar calls closed: part of the traders' history, but neither forecast nor judged`;
}
