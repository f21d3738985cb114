import type { Calendar } from './calendar.ts';
import { instantOf, marketDate, marketSecondOfDay } from './marketTime.ts';

/**
 * The session that a morning run at `now` decides for: today's session until its close, then the next one.
 * `zone` is the IANA time zone of the market.
 *
 * Example: on Friday 2026-11-27, an early close, 12:59 in New York gives 2026-11-27 and 13:00 gives
 * 2026-11-30.
 *
 * Throws ConfigurationError for an unknown zone.
 */
export function sessionDueNow(now: Date, calendar: Calendar, zone: string): string {
  const today = marketDate(now, zone);
  const stillOpen = calendar.isSession(today) && marketSecondOfDay(now, zone) < calendar.closeSecond(today);
  return stillOpen ? today : calendar.nextSession(today);
}

/** The instant at which the morning of a session begins; `runAt` is HH:MM in the time zone of the market. */
export function startOfMorning(session: string, runAt: string, zone: string): Date {
  return instantOf(session, runAt, zone);
}

/**
 * The instant after which the report of a session is no longer sent; `deadline` is HH:MM in the market's time
 * zone.
 */
export function sendDeadline(session: string, deadline: string, zone: string): Date {
  return instantOf(session, deadline, zone);
}

/** The open of the stock market, on its own clock. */
const OPENING_TIME = '09:30';

/**
 * The instant by which the changes of a morning are expected to be answered: the open of the market, or the
 * end of sending where that is later.
 */
export function answersDueAt(session: string, deadline: string, zone: string): Date {
  const [open, end] = [instantOf(session, OPENING_TIME, zone), sendDeadline(session, deadline, zone)];
  return open > end ? open : end;
}
