import { DateTime, IANAZone } from 'luxon';
import { ConfigurationError, InputError } from '../../shared/errors.ts';
import { utcMidnight } from './isoDate.ts';
import { parseTimeOfDay } from './timeOfDay.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The date in the market's time zone at an instant, YYYY-MM-DD. The time zone of the host does not matter.
 * Throws ConfigurationError for an unknown zone and InputError for an invalid Date.
 */
export function marketDate(instant: Date, zone: string): string {
  return wallClock(instant, zone).toFormat('yyyy-MM-dd');
}

/**
 * The wall-clock time in the market's time zone, as seconds after midnight from 0 to 86399. On the day of a
 * clock change it differs from the elapsed time. Throws as `marketDate` does.
 */
export function marketSecondOfDay(instant: Date, zone: string): number {
  const { hour, minute, second } = wallClock(instant, zone);
  return hour * 3600 + minute * 60 + second;
}

/**
 * The instant of a wall-clock time `HH:MM` on a date in a time zone. A time that the clock change in spring
 * skips gives the first instant after the gap. A time that the change in autumn repeats gives the first of
 * the two.
 *
 * Example: 02:30 on 2026-03-08 in New York does not exist: 07:00 UTC, which is 03:00 there.
 *
 * Throws ConfigurationError for an unknown zone or a time that is not HH:MM, and InputError for a date that
 * does not exist.
 */
export function instantOf(sessionDate: string, timeOfDay: string, zone: string): Date {
  const key = `${sessionDate} ${timeOfDay} ${zone}`;
  const kept = keptInstants.get(key);
  if (kept !== undefined) return new Date(kept);
  const instant = computedInstant(sessionDate, timeOfDay, zone);
  if (keptInstants.size >= MOST_KEPT) keptInstants.clear();
  keptInstants.set(key, instant.getTime());
  return instant;
}

/** A daemon asks for the times of one morning at every wake-up, and each takes four reads of a time zone. */
const keptInstants = new Map<string, number>();
const MOST_KEPT = 1_000;

function computedInstant(sessionDate: string, timeOfDay: string, zone: string): Date {
  const iana = zoneOf(zone);
  const wallMs = wallClockMs(sessionDate, timeOfDay);
  // Luxon resolves a repeated hour by today's offset, so read the offsets a day before and after, and choose
  // here.
  const offsetBefore = iana.offset(wallMs - DAY_MS);
  const offsetAfter = iana.offset(wallMs + DAY_MS);
  const candidates = [offsetBefore, offsetAfter]
    .map((offset) => ({ offset, ms: wallMs - offset * MINUTE_MS }))
    .filter(({ offset, ms }) => iana.offset(ms) === offset)
    .map(({ ms }) => ms);
  return new Date(
    candidates.length > 0
      ? Math.min(...candidates)
      : firstInstantWith(offsetAfter, wallMs, offsetBefore, iana),
  );
}

/** The instant of the clock change, by bisection between the skipped time read with either offset. */
function firstInstantWith(offsetAfter: number, wallMs: number, offsetBefore: number, zone: IANAZone): number {
  let before = wallMs - offsetAfter * MINUTE_MS;
  let after = wallMs - offsetBefore * MINUTE_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offsetAfter) after = middle;
    else before = middle;
  }
  return after;
}

function wallClock(instant: Date, zone: string): DateTime {
  if (Number.isFinite(instant.getTime())) return DateTime.fromJSDate(instant, { zone: zoneOf(zone) });
  throw new InputError('instant_invalid', 'market time · found an invalid Date · expected an instant', {
    hint: 'The system clock or a stored timestamp is damaged: check the source of this instant.',
  });
}

function zoneOf(zone: string): IANAZone {
  const iana = IANAZone.create(zone);
  if (iana.isValid) return iana;
  throw new ConfigurationError('zone_unknown', `time zone · found "${zone}" · expected an IANA name`, {
    hint: 'Set TIMEZONE to a name such as America/New_York.',
  });
}

/** Milliseconds since 1970 of the wall-clock time, read as if it were UTC. */
function wallClockMs(sessionDate: string, timeOfDay: string): number {
  const second = parseTimeOfDay(timeOfDay);
  if (second === null) {
    throw new ConfigurationError(
      'time_of_day_invalid',
      `time of day · found "${timeOfDay}" · expected HH:MM`,
      {
        hint: 'Write the time on the 24-hour clock with two digits each, for example 05:00.',
      },
    );
  }
  return utcMidnight(sessionDate) + second * 1000;
}
