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

/** Counts, sums and median holds of the day's trips. Dollars before fees; a scratch trip is neither won nor lost. */
export function tripFacts(trips: readonly Trip[]): TripFacts {
  const winners = new Side();
  const losers = new Side();
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
    medianHoldSecondsWinners: medianOfMany(winners.holds),
    medianHoldSecondsLosers: medianOfMany(losers.holds),
  };
}

/** The winning or the losing trips of a day: what each made or lost, ≥ 0, and the holds that are known, seconds. */
class Side {
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

/** Median over trips of their hold, seconds; null if no trip's hold is known. */
export function medianHoldSeconds(trips: readonly Trip[]): number | null {
  const holds: number[] = [];
  for (const trip of trips) addHold(holds, trip);
  return medianOfMany(holds);
}

/**
 * The median; null of none. A day has thousands of trips: the middle is found without sorting the rest, and only the
 * middle pair handed on to the product's one quantile.
 */
export function medianOfMany(values: readonly number[]): number | null {
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
 * The value that would stand at `place` if `values` were sorted; reorders them so that none before it is greater.
 * Quickselect (Hoare 1961): linear, because each round goes on with one side only.
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
