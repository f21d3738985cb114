import { mean } from '../statistics/descriptive.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';
import { isLoss, isWin, medianHoldSeconds, medianOfMany } from './tripFacts.ts';
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

/** The seconds between the trader's first and last fill of known time; null without one. */
export interface ActiveSpan {
  readonly firstSecond: number;
  readonly lastSecond: number;
}

/**
 * How the trader acted after losing against the rest of the day, over all accounts and symbols.
 *
 * - After-loss time: the union of [exit, exit + w) over losing trips of known exit, within the active span;
 *   w = median hold of the day's trips, at least 60 s, at most 15 min (15 min if no hold is known).
 * - An entry is after a loss if it begins in after-loss time and later in the order of events than that exit: the
 *   opening part of a fill that crosses zero comes after its closing part. Entries of unknown time are in no count.
 * - Size after a trip of known exit: ln(notional of the next entry / the day's median entry notional), averaged over
 *   losing and over winning trips; null where no such trip is followed by an entry.
 */
export function behaviourFacts(runs: DayRuns, span: ActiveSpan | null): BehaviourFacts {
  const { trips, entries } = runs;
  const { losses, wins } = lossesAndWins(runs.tripsByExit());
  const timedEntries = entries.filter(hasTime);
  const usualNotional = medianOfMany(sizesOf(entries));
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

/** Those of known exit, in the order given. */
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

/** Length of the union of the windows; each begins within the span, since exits are fills. */
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

/** Of the losses before an entry the last one's window ends last, so only that one needs looking at. */
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

/** An entry at price 0 has no size to compare: its logarithm would be infinite. */
function isSize(notional: number): boolean {
  return notional > 0;
}
