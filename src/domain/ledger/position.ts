import { type Execution, resetExecution } from './execution.ts';
import type { LedgerFill, Side } from './fill.ts';
import { LotQueue, type OpenLot } from './lot.ts';
import { PRICE_RESOLUTION } from './tolerance.ts';
import { PositionRuns } from './trips.ts';
import type { Unexplained } from './unexplained.ts';
import type { UnitValue } from './unitValue.ts';

/** The open lots of one account in one symbol and currency during one session. All lots are on one side. */
export class Position {
  /**
   * Whether fills have no P&L, because the multiplier or the rate is unknown. Their lots are carried: they
   * have quantities and prices in their own currency.
   */
  readonly isSetAside: boolean;
  /** Base currency per unit of quantity and price, and for one unit of fees. */
  readonly #dollars: number;
  readonly #rate: number;
  /** 1 long, −1 short, 0 flat. */
  direction = 0;
  /** Lots opened this session. They close first. */
  readonly today = new LotQueue();
  /** Lots of earlier sessions; null for most positions, which have none. */
  #earlier: LotQueue | null = null;
  #carried: OpenLot[] = [];
  /** Price of the first and the last fill of this session in this position, in its currency. */
  firstPrice: number | null = null;
  lastPrice: number | null = null;
  /** Place of the last fill in the day. */
  lastSequence = -1;
  fills = 0;
  /** Quantities that fills which should close (S, C) have opened in the booked order; null for most. */
  openedByClosing: Unexplained | null = null;
  /** Whether another order of the fills may explain these quantities. */
  isOrderUnclear = false;
  #closingSecond: number | null = null;
  #hasUntimed = false;
  /** Second and side of the last fill, and whether its second has fills of two sides. */
  #second: number | null = null;
  #side: Side | null = null;
  #isMixedSecond = false;
  /** Notional traded this session, base currency. */
  notional = 0;
  /** Unrealised P&L and notional of this session's lots at the last price, base currency. */
  #openPnl = 0;
  #openNotional = 0;
  #openNet = 0;
  readonly runs = new PositionRuns();

  constructor(
    readonly account: string,
    readonly symbol: string,
    /** ISO code; empty for the base currency. */
    readonly currency: string,
    readonly value: UnitValue,
  ) {
    this.isSetAside = value.dollars === 0;
    this.#dollars = value.dollars;
    this.#rate = value.rate;
  }

  /** The lots that the position began the session with, oldest first. */
  get carriedLots(): readonly OpenLot[] {
    return this.#carried;
  }

  /** Adds a lot of an earlier session. Call it in order of opening, with lots of one side. */
  carryIn(lot: OpenLot): void {
    this.#earlier ??= new LotQueue();
    this.#earlier.add(Math.abs(lot.quantity), lot.price, lot.openedOn, lot.openedAtSecond);
    this.#carried.push(lot);
    this.direction = Math.sign(lot.quantity);
  }

  /**
   * Books a fill and writes its effect into `execution`. The fill closes lots of this session, oldest first,
   * then lots of earlier sessions, oldest first. The rest of its quantity opens a lot. `sequence` is its
   * place in the day.
   */
  execute(fill: LedgerFill, sequence: number, execution: Execution): void {
    const side = fill.side === 'B' || fill.side === 'C' ? 1 : -1;
    resetExecution(execution);
    const left = this.direction === -side ? this.#close(fill, execution) : fill.quantity;
    execution.openedQuantity = left;
    execution.addedBelowCost = left > 0 && this.#isWorseThanCost(side, fill.price);
    if (left > 0) this.#open(fill, left, side);
    this.#noteOrder(fill);
    if (this.fills === 0) this.firstPrice = fill.price;
    this.fills += 1;
    this.lastSequence = sequence;
    this.#recordTraded(fill, execution);
    this.#mark(fill.price, execution);
  }

  /** Notional of a quantity at a price, base currency. It is positive even at a negative price. */
  notionalOf(quantity: number, price: number): number {
    return quantity * Math.abs(price) * this.#dollars;
  }

  /** Lots to carry into the next session, oldest first. */
  openLots(): readonly OpenLot[] {
    const { direction, lastPrice } = this;
    if (lastPrice === null) return this.#carried;
    const earlier = this.#earlier?.openLots(this, direction, lastPrice) ?? [];
    return [...earlier, ...this.today.openLots(this, direction, lastPrice)];
  }

  #open(fill: LedgerFill, quantity: number, side: number): void {
    this.today.add(quantity, fill.price, fill.sessionDate, fill.secondOfDay);
    this.direction = side;
    if (fill.side === 'S' || fill.side === 'C') this.#openByClosing(fill, quantity);
  }

  #openByClosing(fill: LedgerFill, quantity: number): void {
    this.openedByClosing ??= { sold: 0, covered: 0, fills: 0 };
    this.openedByClosing.fills += 1;
    if (fill.side === 'S') this.openedByClosing.sold += quantity;
    else this.openedByClosing.covered += quantity;
    this.#closingSecond = fill.secondOfDay;
  }

  /** Fills of two sides in one second, and a fill of unknown time, may have come in another order. */
  #noteOrder({ secondOfDay, side }: LedgerFill): void {
    if (secondOfDay === null) this.#hasUntimed = true;
    if (secondOfDay !== this.#second) this.#isMixedSecond = false;
    else if (side !== this.#side && this.#side !== null) this.#isMixedSecond = true;
    this.#second = secondOfDay;
    this.#side = side;
    if (this.openedByClosing === null) return;
    const isMixed = this.#isMixedSecond && secondOfDay === this.#closingSecond;
    if (this.#hasUntimed || isMixed) this.isOrderUnclear = true;
  }

  #recordTraded(fill: LedgerFill, execution: Execution): void {
    execution.fees = fill.fees * this.#rate;
    execution.notional = this.notionalOf(fill.quantity, fill.price);
    execution.openedNotional = this.notionalOf(execution.openedQuantity, fill.price);
    this.notional += execution.notional;
  }

  /** Values this session's lots at the price of the fill, and writes the change since the fill before. */
  #mark(price: number, execution: Execution): void {
    const { quantity, cost } = this.today;
    const openPnl = this.direction * (quantity * price - cost) * this.#dollars;
    const openNotional = this.notionalOf(quantity, price);
    execution.openPnlChange = openPnl - this.#openPnl;
    const openNet = this.direction * openNotional;
    execution.openNotionalChange = openNotional - this.#openNotional;
    execution.openNetChange = openNet - this.#openNet;
    this.lastPrice = price;
    this.#openPnl = openPnl;
    this.#openNotional = openNotional;
    this.#openNet = openNet;
  }

  #close(fill: LedgerFill, execution: Execution): number {
    let left = this.today.take(fill.quantity, fill.price, fill.secondOfDay, execution);
    // Pass no exit time: holding overnight is not comparable with a hold within the session.
    if (left > 0 && this.#earlier !== null) left = this.#earlier.take(left, fill.price, null, execution);
    execution.closedQuantity = fill.quantity - left;
    execution.grossPnl = this.direction * execution.priceGain * this.#dollars;
    if (this.today.isEmpty && (this.#earlier?.isEmpty ?? true)) this.direction = 0;
    return left;
  }

  #isWorseThanCost(side: number, price: number): boolean {
    if (this.direction === 0) return false;
    const quantity = this.today.quantity + (this.#earlier?.quantity ?? 0);
    const averageCost = (this.today.cost + (this.#earlier?.cost ?? 0)) / quantity;
    return side * (averageCost - price) > PRICE_RESOLUTION * Math.abs(averageCost);
  }
}
