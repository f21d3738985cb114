import type { ClosedDays } from '../ledger/closedDays.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import { roughDollars } from '../text/money.ts';
import { improvementWords } from '../text/words.ts';

/** The trader-days on closed dates, and where they count. */
export function closedDaysWords({ traderDays, netPnl }: ClosedDays): string {
  return `${counted(traderDays, 'trader-day')}, net ${roughDollars(netPnl)}, on days that the calendar calls closed: part of the traders' history, but neither forecast nor judged`;
}

const GROUPED = new Intl.NumberFormat('en-US');

/** A whole number with thousands separators: `18,040`. */
export function grouped(whole: number): string {
  return GROUPED.format(whole);
}

/** `1 session`, `18,040 trader-days`. */
export function counted(items: number, singular: string): string {
  return `${grouped(items)} ${items === 1 ? singular : `${singular}s`}`;
}

/** `−$120 to $340`. */
export function dollarInterval([low, high]: Interval): string {
  return `${roughDollars(low)} to ${roughDollars(high)}`;
}

/** `3.1% to 6.4%`. */
export function shareInterval([low, high]: Interval): string {
  return `${improvementWords(low)} to ${improvementWords(high)}`;
}
