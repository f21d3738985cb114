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

/** Lots of one account and symbol on one side, oldest first. Quantities are magnitudes: the position knows the side. */
export class LotQueue {
  /** Sum of the open quantities, and of quantity·price; exactly 0 when empty. */
  quantity = 0;
  cost = 0;
  private readonly lots: QueuedLot[] = [];
  /** Closed lots stay before it until the queue is empty: moving the array up for each would be quadratic. */
  private head = 0;

  get isEmpty(): boolean {
    return this.head === this.lots.length;
  }

  add(quantity: number, price: number, openedOn: string, openedAtSecond: number | null): void {
    this.lots.push({ quantity, price, openedOn, openedAtSecond });
    this.quantity += quantity;
    this.cost += quantity * price;
  }

  /** Closes up to `wanted`, oldest lot first, adding to `closing`; returns the quantity it had no lots for. */
  take(wanted: number, exitPrice: number, exitSecond: number | null, closing: Closing): number {
    let left = wanted;
    for (let lot = this.lots[this.head]; lot !== undefined && left > 0; lot = this.lots[this.head]) {
      const matched = Math.min(left, lot.quantity);
      recordMatch(lot, matched, exitPrice, exitSecond, closing);
      this.shrinkOldest(lot, matched);
      left = snapQuantity(left - matched);
    }
    return left;
  }

  /** The lots still open, as kept between sessions. */
  openLots(account: string, symbol: string, direction: number): OpenLot[] {
    return this.lots.slice(this.head).map(({ quantity, price, openedOn, openedAtSecond }) => ({
      account,
      symbol,
      quantity: direction * quantity,
      price,
      openedOn,
      openedAtSecond,
    }));
  }

  private shrinkOldest(lot: QueuedLot, matched: number): void {
    lot.quantity = snapQuantity(lot.quantity - matched);
    this.quantity -= matched;
    this.cost -= matched * lot.price;
    if (lot.quantity === 0) this.head += 1;
    if (this.head >= this.lots.length - 1) this.resum();
  }

  /** With one lot left or none the sums are known exactly: what subtracting left behind must not become a cost. */
  private resum(): void {
    const only = this.lots[this.head];
    this.quantity = only?.quantity ?? 0;
    this.cost = only === undefined ? 0 : only.quantity * only.price;
    if (only !== undefined) return;
    this.lots.length = 0;
    this.head = 0;
  }
}

interface QueuedLot {
  quantity: number;
  readonly price: number;
  readonly openedOn: string;
  readonly openedAtSecond: number | null;
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
