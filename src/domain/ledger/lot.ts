import type { Closing } from './execution.ts';
import { snapQuantity } from './tolerance.ts';

/**
 * Shares or contracts that were bought or sold short and are still open. Lists of lots are in order of
 * opening.
 */
export interface OpenLot {
  readonly account: string;
  readonly symbol: string;
  /** Positive long, negative short; never 0. */
  readonly quantity: number;
  /** Money per unit, in the currency of the lot. */
  readonly price: number;
  /** ISO code of the money of the price; empty for the base currency. */
  readonly currency: string;
  /** Last price at which its account traded the symbol; null before the first session with such a trade. */
  readonly lastPrice: number | null;
  /** Session that opened the lot, YYYY-MM-DD. */
  readonly openedOn: string;
  /** Seconds since midnight in New York; null where the time is unknown. */
  readonly openedAtSecond: number | null;
}

/**
 * Open lots of one account and symbol on one side, oldest first. Quantities are above 0; the position has the
 * side. The lots form a linked list: most queues hold one lot for a short time, and an array would be
 * allocated each time.
 */
export class LotQueue {
  /** Σ quantity, and Σ quantity·price; exactly 0 when empty. */
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

  /**
   * Closes up to `wanted`, oldest lot first, and adds to `closing`. Returns the quantity that found no lot.
   */
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

  /** The open lots in the form that is stored between sessions; `direction` is 1 long or −1 short. */
  openLots(of: LotOwner, direction: number, lastPrice: number | null): OpenLot[] {
    const { account, symbol, currency } = of;
    const lots: OpenLot[] = [];
    for (let lot = this.#oldest; lot !== null; lot = lot.next) {
      const { price, openedOn, openedAtSecond } = lot;
      const quantity = direction * lot.quantity;
      lots.push({ account, symbol, quantity, price, currency, lastPrice, openedOn, openedAtSecond });
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

  /**
   * With at most one lot left the sums are known exactly. Set them, so rounding errors do not become a cost.
   */
  #resum(): void {
    this.quantity = this.#oldest === null ? 0 : this.#oldest.quantity;
    this.cost = this.#oldest === null ? 0 : this.#oldest.quantity * this.#oldest.price;
  }
}

/** What all lots of a position have in common. */
export type LotOwner = Pick<OpenLot, 'account' | 'symbol' | 'currency'>;

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
