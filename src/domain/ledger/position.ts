import { type Execution, resetExecution } from './execution.ts';
import type { LedgerFill } from './fill.ts';
import { LotQueue, type OpenLot } from './lot.ts';
import { PRICE_RESOLUTION } from './tolerance.ts';
import { PositionRuns } from './trips.ts';

/** The open lots of one account in one symbol during one session. All lots are on one side. */
export class Position {
  /** 1 long, −1 short, 0 flat. */
  direction = 0;
  /** Lots opened this session. They close first. */
  readonly today = new LotQueue();
  /** Lots of earlier sessions; null for most positions, which have none. */
  #earlier: LotQueue | null = null;
  /** Price of the last fill of this session in this account and symbol, and its place in the day. */
  lastPrice: number | null = null;
  lastSequence = -1;
  /** Notional traded this session, dollars. */
  notional = 0;
  /** Unrealised P&L and notional of this session's lots at the last price, dollars. */
  #openPnl = 0;
  #openNotional = 0;
  readonly runs = new PositionRuns();

  constructor(
    readonly account: string,
    readonly symbol: string,
    readonly multiplier: number,
  ) {}

  /** Adds a lot of an earlier session. Call it in order of opening, with lots of one side. */
  carryIn(lot: OpenLot): void {
    this.#earlier ??= new LotQueue();
    this.#earlier.add(Math.abs(lot.quantity), lot.price, lot.openedOn, lot.openedAtSecond);
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
    if (left > 0) this.today.add(left, fill.price, fill.sessionDate, fill.secondOfDay);
    if (left > 0) this.direction = side;
    this.lastSequence = sequence;
    this.#recordTraded(fill, execution);
    this.#mark(fill.price, execution);
  }

  /** Notional of a quantity at a price, dollars. It is positive even at a negative price. */
  notionalOf(quantity: number, price: number): number {
    return quantity * Math.abs(price) * this.multiplier;
  }

  /** Lots to carry into the next session, oldest first. */
  openLots(): OpenLot[] {
    const { account, symbol, direction } = this;
    const earlier = this.#earlier?.openLots(account, symbol, direction) ?? [];
    return [...earlier, ...this.today.openLots(account, symbol, direction)];
  }

  #recordTraded(fill: LedgerFill, execution: Execution): void {
    execution.notional = this.notionalOf(fill.quantity, fill.price);
    execution.openedNotional = this.notionalOf(execution.openedQuantity, fill.price);
    this.notional += execution.notional;
  }

  /** Values this session's lots at the price of the fill, and writes the change since the fill before. */
  #mark(price: number, execution: Execution): void {
    const { quantity, cost } = this.today;
    const openPnl = this.direction * (quantity * price - cost) * this.multiplier;
    const openNotional = this.notionalOf(quantity, price);
    execution.openPnlChange = openPnl - this.#openPnl;
    execution.openNotionalChange = openNotional - this.#openNotional;
    this.lastPrice = price;
    this.#openPnl = openPnl;
    this.#openNotional = openNotional;
  }

  #close(fill: LedgerFill, execution: Execution): number {
    let left = this.today.take(fill.quantity, fill.price, fill.secondOfDay, execution);
    // Pass no exit time: holding overnight is not comparable with a hold within the session.
    if (left > 0 && this.#earlier !== null) left = this.#earlier.take(left, fill.price, null, execution);
    execution.closedQuantity = fill.quantity - left;
    execution.grossPnl = this.direction * execution.priceGain * this.multiplier;
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
