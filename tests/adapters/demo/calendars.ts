import type { DemoCalendar } from '../../../src/adapters/demo/simulation/demoSession.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';

export const nyse = createCalendar('nyse');

/** The sessions of NYSE, all of which close at 13:00. */
export const alwaysEarly: DemoCalendar = { ...nyse, closeSecond: () => 13 * 3600 };
