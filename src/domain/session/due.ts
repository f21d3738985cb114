import type { Calendar } from './calendar.ts';
import { instantOf, marketDate, marketSecondOfDay } from './marketTime.ts';

/**
 * The session a morning run at `now` is for: today's, as long as the market has not closed on it; else the next one.
 * @throws ConfigurationError on an unknown zone.
 */
export function sessionDueNow(now: Date, calendar: Calendar, zone: string): string {
  const today = marketDate(now, zone);
  const stillOpen = calendar.isSession(today) && marketSecondOfDay(now, zone) < calendar.closeSecond(today);
  return stillOpen ? today : calendar.nextSession(today);
}

/** The last session whose fills the morning of `session` may use: nothing of the session itself or later. */
export function dataThrough(session: string, calendar: Calendar): string {
  return calendar.previousSession(session);
}

/** The instant at which the morning of a session begins; `runAt` is HH:MM on the market's wall clock. */
export function startOfMorning(session: string, runAt: string, zone: string): Date {
  return instantOf(session, runAt, zone);
}

/** The instant after which the session's report may no longer go out; `deadline` is HH:MM on the market's wall clock. */
export function sendDeadline(session: string, deadline: string, zone: string): Date {
  return instantOf(session, deadline, zone);
}
