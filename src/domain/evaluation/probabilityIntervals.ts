import { areaUnderCurve, type JudgedProbability, placements } from '../statistics/scores.ts';
import { INTERVAL_PROBABILITIES, type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import { type BootstrapOptions, bootstrapInterval } from '../statistics/stationaryBootstrap.ts';
import { MINIMUM_SESSIONS } from './pinballBenchmark.ts';

/** With fewer large losses, or fewer days without one, a score has no interval. */
const MINIMUM_OF_EACH = 10;

/** The forecasts of one session with their outcomes. */
export type JudgedSession = readonly JudgedProbability[];

/**
 * 5 % and 95 % bounds of the Brier skill. Whole sessions are resampled, and each resample uses its own base
 * rate. Null with fewer than ten sessions, events, or days without an event.
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
 * 5 % and 95 % bounds of the area under the ROC curve. Ranking every resample would take minutes on a large
 * desk. Instead, each session counts with its influence on the area (placements: DeLong et al. 1988, for
 * clustered rows Obuchowski 1997), and these sums are resampled. Null as in `skillInterval`.
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
  /** Sum of squared differences between forecast and event. */
  readonly squares: number;
}

function brierSumsOf(session: JudgedSession): BrierSums {
  const squares = session.reduce(
    (sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2,
    0,
  );
  return { days: session.length, events: countOf(session), squares };
}

/**
 * The Brier skill from sums. Example: 100 days, 15 events and a squared error of 12 give 1 − 12 / (15 · 0.85)
 * = 0.0588.
 */
function skillOf(sessions: readonly BrierSums[]): number | null {
  let days = 0;
  let events = 0;
  let squares = 0;
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
