import { areaUnderCurve, type JudgedProbability, placements } from '../statistics/scores.ts';
import { INTERVAL_PROBABILITIES, type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import { type BootstrapOptions, bootstrapInterval } from '../statistics/stationaryBootstrap.ts';
import { MINIMUM_SESSIONS } from './pinballBenchmark.ts';

/** Fewer large losses than this, or fewer days without one, and a score rests on a handful of days. */
const MINIMUM_OF_EACH = 10;

/** The forecasts of one session with what came of them. */
export type JudgedSession = readonly JudgedProbability[];

/**
 * 5 % and 95 % bounds of the Brier skill, whole sessions resampled, the base rate being each resample's own. Null with fewer than
 * ten sessions, events or days without one.
 */
export function skillInterval(
  sessions: readonly JudgedSession[],
  sampling: BootstrapOptions,
): Interval | null {
  if (!isEnough(sessions)) return null;
  const [low, high] = bootstrapInterval(sessions.map(brierSumsOf), skillOf, {
    ...sampling,
    probabilities: INTERVAL_PROBABILITIES,
  });
  return [low ?? Number.NaN, high ?? Number.NaN];
}

/**
 * The same bounds of the area under the curve. Ranking each resample anew would take minutes on a large desk: instead each session
 * counts for how far its rows move the area (their placements, as DeLong et al. 1988 have it and Obuchowski 1997 for rows that hang
 * together), and those sums are resampled.
 */
export function areaInterval(
  sessions: readonly JudgedSession[],
  sampling: BootstrapOptions,
): Interval | null {
  const rows = sessions.flat();
  const area = areaUnderCurve(rows);
  if (area === null || !isEnough(sessions)) return null;
  const events = countOf(rows);
  const placed = placements(rows);
  let row = 0;
  const moves = sessions.map((session) =>
    session.reduce((sum, { happened }) => {
      const move = placed[row++]! - area;
      return sum + move / (happened ? events : rows.length - events);
    }, 0),
  );
  const [low, high] = intervalOfSum(moves, sampling);
  return [Math.max(0, area + low), Math.min(1, area + high)];
}

interface BrierSums {
  readonly days: number;
  readonly events: number;
  /** Squared differences of forecast and event. */
  readonly squares: number;
}

function brierSumsOf(session: JudgedSession): BrierSums {
  const squares = session.reduce(
    (sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2,
    0,
  );
  return { days: session.length, events: countOf(session), squares };
}

/** As brierSkill, from sums. */
function skillOf(sessions: readonly BrierSums[]): number | null {
  let [days, events, squares] = [0, 0, 0];
  for (const session of sessions) {
    days += session.days;
    events += session.events;
    squares += session.squares;
  }
  const variation = events * (1 - events / days);
  return variation > 0 ? 1 - squares / variation : null;
}

function isEnough(sessions: readonly JudgedSession[]): boolean {
  const rows = sessions.flat();
  const events = countOf(rows);
  return sessions.length >= MINIMUM_SESSIONS && Math.min(events, rows.length - events) >= MINIMUM_OF_EACH;
}

function countOf(rows: JudgedSession): number {
  return rows.filter(({ happened }) => happened).length;
}
