import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { type Calendar, createCalendar } from '../domain/session/calendar.ts';
import { parseCalendarOverrides } from '../domain/session/overrides.ts';
import type { Log } from '../ports/runtime.ts';

/**
 * Returns the configured calendar with the operator's own dates from CALENDAR_OVERRIDES.
 * @throws ConfigurationError if that file is not valid.
 */
export function readCalendar({ calendar, calendarOverrides }: Config): Calendar {
  const text = existsSync(calendarOverrides) ? readFileSync(calendarOverrides, 'utf8') : '';
  return createCalendar(calendar, parseCalendarOverrides(text, 'CALENDAR_OVERRIDES'));
}

/**
 * Returns the calendar for a process that runs for months. `look` reads CALENDAR_OVERRIDES again if the file
 * has changed. If the changed file is not valid, the calendar stays as it was and the log reports the error.
 */
export function watchedCalendar(config: Config, log: Log): { readonly calendar: Calendar; look(): void } {
  let current = readCalendar(config);
  let lastVersion = fileVersion(config);
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
      const version = fileVersion(config);
      if (version === lastVersion) return;
      lastVersion = version;
      try {
        current = readCalendar(config);
        log.info('CALENDAR_OVERRIDES has changed and was read again');
      } catch (error) {
        log.error('CALENDAR_OVERRIDES has changed and is not valid; the dates read before stay in use', {
          problem: error instanceof Error ? error.message : String(error),
        });
      }
    },
  };
}

/** Changes when the file changes. */
function fileVersion({ calendarOverrides }: Config): string {
  const found = statSync(calendarOverrides, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.mtimeMs} ${found.size}`;
}
