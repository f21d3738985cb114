import type { LedgerFill } from './fill.ts';
import { QUANTITY_RESOLUTION, snapQuantity } from './tolerance.ts';

/** Quantities that fills of one position closed without anything held, in whatever order they happened. */
export interface Unexplained {
  /** Sold with side S beyond what was held long. */
  sold: number;
  /** Bought with side C beyond what was held short. */
  covered: number;
  /** Number of S and C fills concerned. */
  fills: number;
}

/**
 * Finds closing fills of a position that nothing in the session explains. The order within a second, and the
 * time of a fill of unknown time, are unknown. Such a fill is explained if any order explains it: openers of
 * a second come before its closers, and a fill of unknown time comes wherever it explains most.
 *
 * - sold in a second: S − (max(0, p) + B), where p is the position before the second, and B and S are the
 *   quantities bought and sold in it.
 * - sold at unknown times: all S − (what was held long at the open + all B), less what is counted already.
 *
 * Example: nothing held, S 6 at an unknown time, B 10 at 09:45 and S 4 at 10:15: nothing is unexplained. S 4
 * at 09:00 and B 10 at 09:45: 4 sold.
 *
 * @param carried quantity at the open of the session, negative short.
 * @param fills all fills of one account, symbol and currency in the session, in time order.
 */
export function unexplained(carried: number, fills: readonly LedgerFill[]): Unexplained {
  const untimed = new SideSums();
  const whole = new SideSums();
  const result: Unexplained = { sold: 0, covered: 0, fills: 0 };
  for (const fill of fills) {
    whole.add(fill);
    if (fill.secondOfDay === null) untimed.add(fill);
  }
  let position = carried;
  for (const second of bySecond(fills)) {
    const longest = Math.max(0, position + untimed.bought + untimed.covered) + second.bought;
    const shortest = Math.max(0, untimed.sold + untimed.shorted - position) + second.shorted;
    count(result, beyond(second.sold, longest), beyond(second.covered, shortest), second);
    position += second.bought + second.covered - second.sold - second.shorted;
  }
  const heldLong = Math.max(0, carried) + whole.bought + result.sold;
  const heldShort = Math.max(0, -carried) + whole.shorted + result.covered;
  const soldLater = untimed.sold > 0 ? beyond(whole.sold, heldLong) : 0;
  const coveredLater = untimed.covered > 0 ? beyond(whole.covered, heldShort) : 0;
  count(result, soldLater, coveredLater, untimed);
  return result;
}

/** Quantities by side, and the number of closing fills by side. */
class SideSums {
  bought = 0;
  covered = 0;
  sold = 0;
  shorted = 0;
  sells = 0;
  covers = 0;

  add({ side, quantity }: LedgerFill): void {
    if (side === 'B') this.bought += quantity;
    else if (side === 'T') this.shorted += quantity;
    else if (side === 'S') this.#addSell(quantity);
    else this.#addCover(quantity);
  }

  #addSell(quantity: number): void {
    this.sold += quantity;
    this.sells += 1;
  }

  #addCover(quantity: number): void {
    this.covered += quantity;
    this.covers += 1;
  }
}

/** The sums of each second with fills of known time, in order. */
function* bySecond(fills: readonly LedgerFill[]): Generator<SideSums> {
  let second: number | null = null;
  let sums = new SideSums();
  for (const fill of fills) {
    if (fill.secondOfDay === null) continue;
    if (second !== null && fill.secondOfDay !== second) {
      yield sums;
      sums = new SideSums();
    }
    second = fill.secondOfDay;
    sums.add(fill);
  }
  if (second !== null) yield sums;
}

function count(result: Unexplained, sold: number, covered: number, sums: SideSums): void {
  result.sold += sold;
  result.covered += covered;
  result.fills += (sold > 0 ? sums.sells : 0) + (covered > 0 ? sums.covers : 0);
}

/** What of a quantity is beyond the held one. Sums of many fractions differ by a rounding error. */
function beyond(quantity: number, held: number): number {
  const tolerance = Math.max(QUANTITY_RESOLUTION, 1e-12 * Math.abs(held));
  return quantity - held > tolerance ? snapQuantity(quantity - held) : 0;
}
