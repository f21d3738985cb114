import { DateTime, IANAZone } from 'luxon';
import { ConfigurationError, InputError } from '../../shared/errors.ts';
import { utcMidnight } from './isoDate.ts';
import { parseTimeOfDay } from './timeOfDay.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The date on the market's wall clock at an instant, YYYY-MM-DD, whatever the host's own zone.
 * @throws ConfigurationError on an unknown zone, InputError on an invalid Date.
 */
export function marketDate(instant: Date, zone: string): string {
  return wallClock(instant, zone).toFormat('yyyy-MM-dd');
}

/** Seconds since midnight read off the market's wall clock, 0 to 86399; on a day of a clock change it is not elapsed time. */
export function marketSecondOfDay(instant: Date, zone: string): number {
  const { hour, minute, second } = wallClock(instant, zone);
  return hour * 3600 + minute * 60 + second;
}

/**
 * The instant at which the market's wall clock shows `HH:MM` on a date. A time that the spring change skips gives the
 * first instant after the gap; one that the autumn change repeats gives the first of the two.
 * @throws ConfigurationError on an unknown zone or a time that is not HH:MM, InputError on a date that is not real.
 */
export function instantOf(sessionDate: string, timeOfDay: string, zone: string): Date {
  const iana = zoneOf(zone);
  const wallMs = wallClockMs(sessionDate, timeOfDay);
  // Luxon settles a repeated hour by the offset in force today, so ask for the offset on both sides and choose here.
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

/** The clock change itself, found by halving: it lies between the skipped time read with the later and the earlier offset. */
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
    hint: 'The clock or a stored timestamp is damaged; check where this instant came from.',
  });
}

function zoneOf(zone: string): IANAZone {
  const iana = IANAZone.create(zone);
  if (iana.isValid) return iana;
  throw new ConfigurationError('zone_unknown', `time zone · found "${zone}" · expected an IANA name`, {
    hint: 'Set TIMEZONE to a name such as America/New_York.',
  });
}

/** The wall-clock reading as if it were UTC. */
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
