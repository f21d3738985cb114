import { type ClosedDays, sumClosedDays } from '../domain/ledger/closedDays.ts';
import type { TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import { addDays } from '../domain/session/isoDate.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';

/** What was traded between two dates, both included, while the calendar had no session. */
export function closedDaysBetween(
  ports: { readonly ledger: LedgerStore; readonly calendar: Calendar },
  from: string,
  to: string,
): Promise<ClosedDays> {
  return closedDaysOn(ports, datesBetween(from, to));
}

/** The same on some dates; sessions among them are passed over. */
export async function closedDaysOn(
  { ledger, calendar }: { readonly ledger: LedgerStore; readonly calendar: Calendar },
  dates: Iterable<string>,
): Promise<ClosedDays> {
  const days: TraderDaySummary[] = [];
  // A date at a time: closed dates are few, and of a large desk the sessions between them would be most of what is read.
  for (const date of dates) if (!calendar.isSession(date)) days.push(...(await ledger.days(date, date)));
  return sumClosedDays(days);
}

function* datesBetween(from: string, to: string): Generator<string> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}
