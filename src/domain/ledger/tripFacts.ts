import { sum } from 'simple-statistics';
import { median } from '../statistics/descriptive.ts';
import { DOLLAR_RESOLUTION } from './tolerance.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';
import { holdSeconds, type Trip } from './trips.ts';

export type TripFacts = Pick<
  TraderDayFacts,
  | 'roundTrips'
  | 'winningTrips'
  | 'losingTrips'
  | 'grossWin'
  | 'grossLoss'
  | 'largestTripLoss'
  | 'medianHoldSecondsWinners'
  | 'medianHoldSecondsLosers'
>;

/**
 * Counts, sums and median holds of a day's trips, dollars before fees. A trip within a millionth of a dollar
 * of 0 is neither a win nor a loss.
 *
 * Example: trips of 200, −100 and −200: 3 round trips, gross win 200, gross loss 300, largest loss 200.
 */
export function tripFacts(trips: readonly Trip[]): TripFacts {
  const winners = new TripSide();
  const losers = new TripSide();
  for (const trip of trips) {
    if (isWin(trip)) winners.add(trip.grossPnl, trip);
    else if (isLoss(trip)) losers.add(-trip.grossPnl, trip);
  }
  return {
    roundTrips: trips.length,
    winningTrips: winners.dollars.length,
    losingTrips: losers.dollars.length,
    grossWin: sum(winners.dollars),
    grossLoss: sum(losers.dollars),
    largestTripLoss: losers.dollars.reduce((largest, loss) => Math.max(largest, loss), 0),
    medianHoldSecondsWinners: medianBySelection(winners.holds),
    medianHoldSecondsLosers: medianBySelection(losers.holds),
  };
}

/** The winning or the losing trips of a day: the size of each P&L, ≥ 0, and the known holds, seconds. */
class TripSide {
  readonly dollars: number[] = [];
  readonly holds: number[] = [];

  add(dollars: number, trip: Trip): void {
    this.dollars.push(dollars);
    addHold(this.holds, trip);
  }
}

function addHold(holds: number[], trip: Trip): void {
  const hold = holdSeconds(trip);
  if (hold !== null) holds.push(hold);
}

export function isWin(trip: Trip): boolean {
  return trip.grossPnl > DOLLAR_RESOLUTION;
}

export function isLoss(trip: Trip): boolean {
  return trip.grossPnl < -DOLLAR_RESOLUTION;
}

/** Median hold of the trips, seconds; null if no hold is known. */
export function medianHoldSeconds(trips: readonly Trip[]): number | null {
  const holds: number[] = [];
  for (const trip of trips) addHold(holds, trip);
  return medianBySelection(holds);
}

/**
 * The median, same as `median`, without sorting all values: a day can have thousands of trips. Only the
 * middle one or two values are passed to `median`. Returns null for no values.
 */
export function medianBySelection(values: readonly number[]): number | null {
  const own = values.slice();
  const place = own.length >> 1;
  const upper = selectSmallest(own, place);
  if (upper === undefined) return null;
  if (own.length % 2 === 1) return median([upper]);
  let lower = own[0] ?? upper;
  for (let at = 1; at < place; at++) lower = Math.max(lower, own[at] ?? lower);
  return median([lower, upper]);
}

/**
 * The value at `place` of the sorted values. Reorders `values` so that no value before `place` is greater.
 * Linear on average, because each round continues with one side only.
 *
 * Source: quickselect, Hoare (1961).
 */
function selectSmallest(values: number[], place: number): number | undefined {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[(first + last) >> 1] ?? Number.NaN;
    let low = first;
    let high = last;
    while (low <= high) {
      while ((values[low] ?? pivot) < pivot) low++;
      while ((values[high] ?? pivot) > pivot) high--;
      if (low > high) break;
      const moved = values[low] ?? pivot;
      values[low++] = values[high] ?? pivot;
      values[high--] = moved;
    }
    if (place <= high) last = high;
    else if (place >= low) first = low;
    else break;
  }
  return values[place];
}
