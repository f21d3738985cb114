import { mean } from '../statistics/descriptive.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';
import { isLoss, isWin, medianBySelection, medianHoldSeconds } from './tripFacts.ts';
import type { DayRuns, Entry, Trip } from './trips.ts';

export type BehaviourFacts = Pick<
  TraderDayFacts,
  | 'entriesAfterLoss'
  | 'minutesAfterLoss'
  | 'entriesOtherwise'
  | 'minutesOtherwise'
  | 'meanLogSizeAfterLoss'
  | 'meanLogSizeAfterWin'
>;

/** From the trader's first to the last fill of known time, seconds since midnight. */
export interface ActiveSpan {
  readonly firstSecond: number;
  readonly lastSecond: number;
}

/**
 * Compares what the trader did after losing trips with the rest of the day, over all accounts and symbols.
 * `span` is null when no fill has a time.
 *
 * - Time after losses: the union of [exit, exit + w) over losing trips of known exit time, within the span. w
 *   is the median hold of the day's trips, at least 1 and at most 15 minutes; 15 minutes if no hold is known.
 * - An entry is after a loss if it starts in that time and later in the order of events than the exit. The
 *   opening part of a fill that crosses zero comes after its closing part. Entries of unknown time are not
 *   counted.
 * - Size after a trip of known exit time: mean of ln(notional of the next entry / the day's median entry
 *   notional), for losing and for winning trips. Null where no entry follows.
 *
 * Example: losing exits at 10:10 and 10:14 after holds of 10 and 14 minutes, last fill an entry at 10:20: w
 * is 12 minutes, 10 minutes after losses (10:10 to 10:20), and one entry after losses.
 */
export function behaviourFacts(runs: DayRuns, span: ActiveSpan | null): BehaviourFacts {
  const { trips, entries } = runs;
  const { losses, wins } = lossesAndWins(runs.tripsByExit());
  const timedEntries = entries.filter(hasTime);
  const usualNotional = medianBySelection(sizesOf(entries));
  const windowSeconds = afterLossWindowSeconds(trips);
  const activeSeconds = span === null ? 0 : span.lastSecond - span.firstSecond;
  const secondsAfterLoss = span === null ? 0 : afterLossSeconds(losses, windowSeconds, span);
  const entriesAfterLoss = countEntriesAfter(losses, timedEntries, windowSeconds);
  return {
    entriesAfterLoss,
    minutesAfterLoss: secondsAfterLoss / 60,
    entriesOtherwise: timedEntries.length - entriesAfterLoss,
    minutesOtherwise: Math.max(0, activeSeconds - secondsAfterLoss) / 60,
    meanLogSizeAfterLoss: meanLogSizeAfter(losses, entries, usualNotional),
    meanLogSizeAfterWin: meanLogSizeAfter(wins, entries, usualNotional),
  };
}

type TimedTrip = Trip & { exitSecond: number };
type TimedEntry = Entry & { readonly second: number };

const LONGEST_WINDOW_SECONDS = 900;
const SHORTEST_WINDOW_SECONDS = 60;

function hasExitTime(trip: Trip): trip is TimedTrip {
  return trip.exitSecond !== null;
}

/** The losing and the winning trips of known exit time, in the given order. */
function lossesAndWins(trips: readonly Trip[]): { losses: TimedTrip[]; wins: TimedTrip[] } {
  const losses: TimedTrip[] = [];
  const wins: TimedTrip[] = [];
  for (const trip of trips) {
    if (!hasExitTime(trip)) continue;
    if (isLoss(trip)) losses.push(trip);
    else if (isWin(trip)) wins.push(trip);
  }
  return { losses, wins };
}

function sizesOf(entries: readonly Entry[]): number[] {
  const sizes: number[] = [];
  for (const { notional } of entries) if (isSize(notional)) sizes.push(notional);
  return sizes;
}

function hasTime(entry: Entry): entry is TimedEntry {
  return entry.second !== null;
}

function afterLossWindowSeconds(trips: readonly Trip[]): number {
  const usualHoldSeconds = medianHoldSeconds(trips) ?? LONGEST_WINDOW_SECONDS;
  return Math.max(SHORTEST_WINDOW_SECONDS, Math.min(LONGEST_WINDOW_SECONDS, usualHoldSeconds));
}

/** Length of the union of the windows. Each window starts within the span, because an exit is a fill. */
function afterLossSeconds(losses: readonly TimedTrip[], windowSeconds: number, span: ActiveSpan): number {
  let seconds = 0;
  let coveredUntil = span.firstSecond;
  for (const { exitSecond } of losses) {
    const end = Math.min(exitSecond + windowSeconds, span.lastSecond);
    seconds += Math.max(0, end - Math.max(exitSecond, coveredUntil));
    coveredUntil = Math.max(coveredUntil, end);
  }
  return seconds;
}

/** Of all losses before an entry, the window of the last one ends last, so checking that one is enough. */
function countEntriesAfter(
  losses: readonly TimedTrip[],
  entries: readonly TimedEntry[],
  windowSeconds: number,
): number {
  let count = 0;
  let next = 0;
  let windowEnd = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    for (
      let loss = losses[next];
      loss !== undefined && loss.exitSequence < entry.sequence;
      loss = losses[next]
    ) {
      windowEnd = loss.exitSecond + windowSeconds;
      next += 1;
    }
    if (entry.second < windowEnd) count += 1;
  }
  return count;
}

function meanLogSizeAfter(
  trips: readonly TimedTrip[],
  entries: readonly Entry[],
  usualNotional: number | null,
): number | null {
  if (usualNotional === null) return null;
  const logSizes: number[] = [];
  let next = 0;
  for (const trip of trips) {
    while ((entries[next]?.sequence ?? Number.POSITIVE_INFINITY) < trip.exitSequence) next += 1;
    const notional = entries[next]?.notional ?? 0;
    if (isSize(notional)) logSizes.push(Math.log(notional / usualNotional));
  }
  return mean(logSizes);
}

/** An entry at price 0 has no size: its logarithm would be infinite. */
function isSize(notional: number): boolean {
  return notional > 0;
}
