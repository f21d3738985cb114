import { type ClosedDays, sumClosedDays } from '../domain/ledger/closedDays.ts';
import type { TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import { addDays } from '../domain/session/isoDate.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';

/** Adds up the trading on closed days between two dates, both included. */
export function closedDaysBetween(
  ports: { readonly ledger: LedgerStore; readonly calendar: Calendar },
  from: string,
  to: string,
): Promise<ClosedDays> {
  return closedDaysOn(ports, datesBetween(from, to));
}

/** Adds up the trading on the closed days among some dates. Sessions among them are skipped. */
export async function closedDaysOn(
  { ledger, calendar }: { readonly ledger: LedgerStore; readonly calendar: Calendar },
  dates: Iterable<string>,
): Promise<ClosedDays> {
  const days: TraderDaySummary[] = [];
  // Read one date at a time: closed days are few, and one read of the whole range would mostly return
  // sessions.
  for (const date of dates) if (!calendar.isSession(date)) days.push(...(await ledger.days(date, date)));
  return sumClosedDays(days);
}

function* datesBetween(from: string, to: string): Generator<string> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}
