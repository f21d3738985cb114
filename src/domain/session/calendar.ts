import { ConfigurationError, InputError } from '../../shared/errors.ts';
import { addDays, weekdayOf } from './isoDate.ts';
import { NYSE_CLOSE_SECOND, nyseCloseSecond, nyseClosures } from './nyse.ts';
import type { CalendarOverrides } from './overrides.ts';

/**
 * nyse: days on which the exchange trades · weekdays: Monday to Friday, holidays too · everyday: all days.
 */
export type CalendarName = 'nyse' | 'weekdays' | 'everyday';

/**
 * Which dates are sessions. Dates are YYYY-MM-DD; every method throws InputError for a date that does not
 * exist.
 */
export interface Calendar {
  readonly name: CalendarName;
  isSession(date: string): boolean;
  /** The last session before the date; the date need not be a session. */
  previousSession(date: string): string;
  /** The first session after the date; the date need not be a session. */
  nextSession(date: string): string;
  /** Sessions from `from` to `to`, both included, oldest first; none when `from` is after `to`. */
  sessionsBetween(from: string, to: string): readonly string[];
  /** Seconds after midnight at which the session ends. Throws InputError for a date without a session. */
  closeSecond(date: string): number;
  /** Why the market is closed on the date; null for a session. */
  closure(date: string): string | null;
}

type MarketDay = { readonly closeSecond: number } | { readonly closure: string };

const REGULAR_CLOSE_SECOND: Readonly<Record<CalendarName, number>> = {
  nyse: NYSE_CLOSE_SECOND,
  weekdays: NYSE_CLOSE_SECOND,
  everyday: 24 * 3600,
};

/**
 * The calendar of a name; the operator's overrides take precedence.
 * Throws ConfigurationError when the early close of an override is not before the regular close.
 */
export function createCalendar(name: CalendarName, overrides: CalendarOverrides = new Map()): Calendar {
  refuseLateEarlyCloses(name, overrides);
  const closuresOfYear = memoise(nyseClosures);
  const day = memoise(
    (date: string) => overriddenDay(name, date, overrides) ?? regularDay(name, date, closuresOfYear),
  );
  const isSession = (date: string) => 'closeSecond' in day(date);
  const previousSession = memoise((date: string) => nearestSession(date, -1, isSession));
  const nextSession = memoise((date: string) => nearestSession(date, 1, isSession));
  return {
    name,
    isSession,
    previousSession,
    nextSession,
    sessionsBetween: (from, to) => sessionsBetween(from, to, isSession, nextSession),
    closeSecond: (date) => closeSecondOf(date, day(date)),
    closure: (date) => closureOf(day(date)),
  };
}

function refuseLateEarlyCloses(name: CalendarName, overrides: CalendarOverrides): void {
  for (const [date, override] of overrides) {
    if (override.kind !== 'early' || override.closeSecond < REGULAR_CLOSE_SECOND[name]) continue;
    throw new ConfigurationError(
      'calendar_override_not_early',
      `calendar override for ${date} · found an early close at second ${override.closeSecond} · expected one before the ${name} calendar's regular close at second ${REGULAR_CLOSE_SECOND[name]}`,
      { hint: `Correct the time, or write "${date} open" for a full session.` },
    );
  }
}

function memoise<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

function overriddenDay(name: CalendarName, date: string, overrides: CalendarOverrides): MarketDay | null {
  const override = overrides.get(date);
  switch (override?.kind) {
    case undefined:
      return null;
    case 'closed':
      return { closure: override.reason };
    case 'open':
      return { closeSecond: REGULAR_CLOSE_SECOND[name] };
    case 'early':
      return { closeSecond: override.closeSecond };
  }
}

function regularDay(
  name: CalendarName,
  date: string,
  closuresOfYear: (year: number) => ReadonlyMap<string, string>,
): MarketDay {
  const weekday = weekdayOf(date);
  if (name === 'everyday') return { closeSecond: REGULAR_CLOSE_SECOND.everyday };
  if (weekday > 5) return { closure: weekday === 6 ? 'Saturday' : 'Sunday' };
  if (name === 'weekdays') return { closeSecond: REGULAR_CLOSE_SECOND.weekdays };
  const closure = closuresOfYear(Number(date.slice(0, 4))).get(date);
  return closure === undefined ? { closeSecond: nyseCloseSecond(date) } : { closure };
}

function nearestSession(date: string, step: 1 | -1, isSession: (date: string) => boolean): string {
  let candidate = addDays(date, step);
  while (!isSession(candidate)) candidate = addDays(candidate, step);
  return candidate;
}

function sessionsBetween(
  from: string,
  to: string,
  isSession: (date: string) => boolean,
  nextSession: (date: string) => string,
): readonly string[] {
  const sessions: string[] = [];
  let session = isSession(from) ? from : nextSession(from);
  // addDays throws for a `to` that does not exist; comparing it as text would end the list at a wrong
  // session.
  for (const last = addDays(to, 0); session <= last; session = nextSession(session)) sessions.push(session);
  return sessions;
}

function closeSecondOf(date: string, day: MarketDay): number {
  if ('closeSecond' in day) return day.closeSecond;
  throw new InputError(
    'date_not_a_session',
    `close of ${date} · found a closed market (${day.closure}) · expected a session`,
    { hint: 'Ask isSession first; a closed day has no close.' },
  );
}

function closureOf(day: MarketDay): string | null {
  return 'closure' in day ? day.closure : null;
}
