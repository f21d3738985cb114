import type { DemoCalendar } from '../../../src/adapters/demo/demoDesk.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';

export const nyse = createCalendar('nyse');

/** A calendar on which every day is a session that closes at 13:00. */
export const alwaysEarly: DemoCalendar = {
  previousSession: (date) => createCalendar('everyday').previousSession(date),
  closeSecond: () => 13 * 3600,
};
