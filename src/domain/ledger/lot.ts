import type { Closing } from './execution.ts';
import { snapQuantity } from './tolerance.ts';

/** Shares or contracts bought or sold short and not yet closed. Lists of lots stand in order of opening. */
export interface OpenLot {
  readonly account: string;
  readonly symbol: string;
  /** Positive long, negative short; never 0. */
  readonly quantity: number;
  /** Dollars a unit. */
  readonly price: number;
  /** Session that opened it, YYYY-MM-DD. */
  readonly openedOn: string;
  /** Seconds since midnight in New York; null where the source did not know. */
  readonly openedAtSecond: number | null;
}

/**
 * Lots of one account and symbol on one side, oldest first. Quantities are magnitudes: the position knows the side.
 * A linked list: most queues hold one lot for a moment, and an array would be allocated anew for each of them.
 */
export class LotQueue {
  /** Sum of the open quantities, and of quantity·price; exactly 0 when empty. */
  quantity = 0;
  cost = 0;
  #oldest: QueuedLot | null = null;
  #newest: QueuedLot | null = null;

  get isEmpty(): boolean {
    return this.#oldest === null;
  }

  add(quantity: number, price: number, openedOn: string, openedAtSecond: number | null): void {
    const lot: QueuedLot = { quantity, price, openedOn, openedAtSecond, next: null };
    if (this.#newest === null) this.#oldest = lot;
    else this.#newest.next = lot;
    this.#newest = lot;
    this.quantity += quantity;
    this.cost += quantity * price;
  }

  /** Closes up to `wanted`, oldest lot first, adding to `closing`; returns the quantity it had no lots for. */
  take(wanted: number, exitPrice: number, exitSecond: number | null, closing: Closing): number {
    let left = wanted;
    while (left > 0 && this.#oldest !== null) {
      const lot = this.#oldest;
      const matched = Math.min(left, lot.quantity);
      recordMatch(lot, matched, exitPrice, exitSecond, closing);
      this.#shrinkOldest(lot, matched);
      left = snapQuantity(left - matched);
    }
    return left;
  }

  /** The lots still open, as kept between sessions. */
  openLots(account: string, symbol: string, direction: number): OpenLot[] {
    const lots: OpenLot[] = [];
    for (let lot = this.#oldest; lot !== null; lot = lot.next) {
      const { price, openedOn, openedAtSecond } = lot;
      lots.push({ account, symbol, quantity: direction * lot.quantity, price, openedOn, openedAtSecond });
    }
    return lots;
  }

  #shrinkOldest(lot: QueuedLot, matched: number): void {
    lot.quantity = snapQuantity(lot.quantity - matched);
    this.quantity -= matched;
    this.cost -= matched * lot.price;
    if (lot.quantity === 0) this.#oldest = lot.next;
    if (this.#oldest === null) this.#newest = null;
    if (this.#oldest === this.#newest) this.#resum();
  }

  /** With one lot left or none the sums are known exactly: what subtracting left behind must not become a cost. */
  #resum(): void {
    this.quantity = this.#oldest === null ? 0 : this.#oldest.quantity;
    this.cost = this.#oldest === null ? 0 : this.#oldest.quantity * this.#oldest.price;
  }
}

interface QueuedLot {
  quantity: number;
  readonly price: number;
  readonly openedOn: string;
  readonly openedAtSecond: number | null;
  next: QueuedLot | null;
}

function recordMatch(
  lot: QueuedLot,
  matched: number,
  exitPrice: number,
  exitSecond: number | null,
  closing: Closing,
): void {
  closing.priceGain += (exitPrice - lot.price) * matched;
  if (exitSecond === null || lot.openedAtSecond === null) return;
  closing.timedQuantity += matched;
  closing.timedQuantitySeconds += matched * (exitSecond - lot.openedAtSecond);
}
