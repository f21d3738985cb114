import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { type Calendar, createCalendar } from '../domain/session/calendar.ts';
import { parseCalendarOverrides } from '../domain/session/overrides.ts';
import type { Log } from '../ports/runtime.ts';

/** The configured calendar with the operator's own dates. @throws ConfigurationError */
export function readCalendar({ calendar, calendarOverrides }: Config): Calendar {
  const text = existsSync(calendarOverrides) ? readFileSync(calendarOverrides, 'utf8') : '';
  return createCalendar(calendar, parseCalendarOverrides(text, 'CALENDAR_OVERRIDES'));
}

/**
 * The same for a process that runs for months: `look` reads the operator's dates again where the file has changed. One that
 * cannot be used changes nothing and is told of in the log.
 */
export function watchedCalendar(config: Config, log: Log): { readonly calendar: Calendar; look(): void } {
  let current = readCalendar(config);
  let seen = mark(config);
  return {
    calendar: {
      name: current.name,
      isSession: (date) => current.isSession(date),
      previousSession: (date) => current.previousSession(date),
      nextSession: (date) => current.nextSession(date),
      sessionsBetween: (from, to) => current.sessionsBetween(from, to),
      closeSecond: (date) => current.closeSecond(date),
      closure: (date) => current.closure(date),
    },
    look() {
      const now = mark(config);
      if (now === seen) return;
      seen = now;
      try {
        current = readCalendar(config);
        log.info('CALENDAR_OVERRIDES has changed and was read again');
      } catch (error) {
        log.error('CALENDAR_OVERRIDES has changed and cannot be used; the dates read before stand', {
          problem: error instanceof Error ? error.message : String(error),
        });
      }
    },
  };
}

function mark({ calendarOverrides }: Config): string {
  const found = statSync(calendarOverrides, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.mtimeMs} ${found.size}`;
}
