import type { Side } from '../../../domain/ledger/fill.ts';
import { cents, execute, type SimulatedFill, totalFees } from './execution.ts';
import {
  type DayPlan,
  drawDirection,
  drawHold,
  drawOutcome,
  exitPrice,
  sharesFor,
  tripSigma,
  usualTrips,
} from './trip.ts';

/** A position held past the close. */
export interface OvernightPosition {
  readonly symbol: string;
  readonly direction: 1 | -1;
  readonly quantity: number;
  /** Average price in dollars. */
  readonly cost: number;
  readonly sessionsLeft: number;
}

/** The plan of a day with the positions held from the day before. */
export interface TraderDayPlan extends DayPlan {
  readonly held: readonly OvernightPosition[];
  readonly mayHoldOvernight: boolean;
}

/** A simulated day of one trader. */
export interface SimulatedDay {
  readonly fills: readonly SimulatedFill[];
  readonly held: readonly OvernightPosition[];
  /** Dollars, as planned. The exact result follows from the fills, whose prices are rounded to cents. */
  readonly netPnl: number;
}

interface Exit {
  readonly dayShare: number;
  readonly symbol: string;
  readonly lost: boolean;
}

const MOST_TRIPS = 34;
/** Entries are spread over this share of the session. */
const TRADING_SHARE = 0.86;
const LAST_MOMENT = 0.985;
/** After an exit the symbol is not traded for this share of the session, so that two trips never overlap. */
const SYMBOL_REST = 0.001;

/**
 * Simulates one trader's session: it closes the overnight positions that are due, opens new ones, and makes
 * round trips at random times. After a losing exit, a trader with tilt trades sooner, larger, more often and
 * with worse results.
 */
export function simulateTraderDay(plan: TraderDayPlan): SimulatedDay {
  const day = new TradingDay(plan);
  day.closeDuePositions();
  if (plan.mayHoldOvernight) day.openForTheNight();
  day.trade();
  return day.finish();
}

class TradingDay {
  readonly #fills: SimulatedFill[] = [];
  readonly #exits: Exit[] = [];
  readonly #held: OvernightPosition[];
  readonly #due: readonly OvernightPosition[];
  #clock: number;
  #orders = 0;
  #netPnl = 0;

  readonly #plan: TraderDayPlan;

  constructor(plan: TraderDayPlan) {
    this.#plan = plan;

    this.#clock = plan.random.between(0.004, 0.04);
    this.#due = plan.held.filter((position) => position.sessionsLeft <= 1 || !plan.mayHoldOvernight);
    this.#held = plan.held
      .filter((position) => !this.#due.includes(position))
      .map((position) => ({ ...position, sessionsLeft: position.sessionsLeft - 1 }));
  }

  closeDuePositions(): void {
    const plan = this.#plan;
    for (const [at, { symbol, direction, quantity, cost }] of this.#due.entries()) {
      const outcome = drawOutcome(plan, 1.8, this.#netPnl, this.#due.length - at + usualTrips(plan));
      const price = exitPrice(cost, direction, quantity, outcome);
      const fees = this.#send(this.#clock, direction > 0 ? 'S' : 'C', quantity, symbol, price);
      this.#book(this.#clock, symbol, direction * quantity * (price - cost) - fees);
      this.#clock += plan.random.between(0.004, 0.02);
    }
  }

  trade(): void {
    const { random, trader } = this.#plan;
    const trips = usualTrips(this.#plan);
    let left = trips;
    for (let trip = 0; left > 0 && trip < MOST_TRIPS; trip += 1) {
      if (trip > 0) this.#clock = this.#nextEntry((-TRADING_SHARE / trips) * Math.log(1 - random.uniform()));
      const chasing = this.#lostLast() ? trader.tilt : 0;
      if (random.chance(0.3 * chasing)) left += 1;
      this.#roundTrip(chasing, left);
      left -= 1;
    }
  }

  /** Opens positions for the night at random times. The round trips of the day do not use their symbols. */
  openForTheNight(): void {
    const { random, trader, market, session } = this.#plan;
    const expected = trader.style.overnightPerDay;
    const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) {
      const moment = random.between(0.2, 0.97);
      const symbol = this.#pickSymbol(moment);
      const direction = drawDirection(this.#plan);
      const cost = market.price(symbol, session, moment);
      const quantity = sharesFor(this.#plan, 0.8, cost);
      this.#netPnl -= this.#send(moment, direction > 0 ? 'B' : 'T', quantity, symbol, cost);
      this.#held.push({ symbol, direction, quantity, cost, sessionsLeft: random.whole(1, 4) });
    }
  }

  /**
   * The fills in time order, compressed into the session if the last is after its end. On some days the time
   * of the first order is unknown.
   */
  finish(): SimulatedDay {
    const last = Math.max(0, ...this.#fills.map((fill) => fill.dayShare));
    const squeeze = last > LAST_MOMENT ? LAST_MOMENT / last : 1;
    const firstOrderUnknown = this.#plan.random.chance(0.04);
    const inOrder = this.#fills.toSorted((a, b) => a.dayShare - b.dayShare);
    const firstOrder = inOrder[0]?.order;
    const fills = inOrder.map((fill) => ({
      ...fill,
      dayShare: bendToEnds(fill.dayShare * squeeze),
      // Only the first order of the day, because the ledger books fills without a time first.
      timeUnknown: firstOrderUnknown && fill.order === firstOrder,
    }));
    return { fills, held: this.#held, netPnl: this.#netPnl };
  }

  #roundTrip(chasing: number, left: number): void {
    const plan = this.#plan;
    const entered = this.#clock;
    const symbol = this.#pickSymbol(entered);
    const direction = drawDirection(plan);
    const size = Math.exp(0.25 * plan.random.normal()) * (1 + chasing);
    const outcome = drawOutcome(plan, size, this.#netPnl, left) - 0.12 * chasing * tripSigma(plan);
    const hold = drawHold(plan, outcome < 0) / (1 + chasing);
    const entry = plan.market.price(symbol, plan.session, Math.min(1, entered));
    const quantity = sharesFor(plan, size, entry);
    const opens: Side = direction > 0 ? 'B' : 'T';
    let fees = this.#send(entered, opens, quantity, symbol, entry);
    const second = this.#addPrice(entry, direction, outcome);
    if (second !== null) fees += this.#send(entered + hold / 3, opens, quantity, symbol, second);
    const cost = second === null ? entry : (entry + second) / 2;
    const held = second === null ? quantity : 2 * quantity;
    const exit = exitPrice(cost, direction, held, outcome + (plan.coversExitFees ? 2 : 1) * fees);
    fees += this.#send(entered + hold, direction > 0 ? 'S' : 'C', held, symbol, exit);
    this.#book(entered + hold, symbol, direction * held * (exit - cost) - fees);
  }

  /** The price at which the trader adds to a losing position; null when the trader does not. */
  #addPrice(entry: number, direction: 1 | -1, outcome: number): number | null {
    const { random, trader } = this.#plan;
    const adds = random.chance(trader.style.addsToLosers) && outcome < 0.5 * tripSigma(this.#plan);
    return adds ? Math.max(0.01, cents(entry * (1 - direction * random.between(0.0008, 0.003)))) : null;
  }

  /**
   * Entries are a Poisson process. For a trader with tilt, the rest of the wait after a losing exit is
   * shorter.
   */
  #nextEntry(wait: number): number {
    const planned = this.#clock + wait;
    const loss = this.#exits.find(
      (exit) => exit.lost && exit.dayShare > this.#clock && exit.dayShare < planned,
    );
    if (loss === undefined) return planned;
    return loss.dayShare + (planned - loss.dayShare) / (1 + 2.5 * this.#plan.trader.tilt);
  }

  #lostLast(): boolean {
    let last: Exit | undefined;
    for (const exit of this.#exits)
      if (exit.dayShare <= this.#clock && (last === undefined || exit.dayShare >= last.dayShare)) last = exit;
    return last?.lost ?? false;
  }

  /**
   * A symbol that is not held, in a trip, or closed this morning: the ledger would match today's and older
   * lots.
   */
  #pickSymbol(moment: number): string {
    const free = this.#plan.trader.style.symbols.filter((symbol) => !this.#isTaken(symbol, moment));
    const [first, ...others] = free;
    return first === undefined ? 'SPY' : this.#plan.random.pick([first, ...others]);
  }

  #isTaken(symbol: string, moment: number): boolean {
    for (const position of this.#held) if (position.symbol === symbol) return true;
    for (const position of this.#due) if (position.symbol === symbol) return true;
    for (const exit of this.#exits)
      if (exit.symbol === symbol && exit.dayShare + SYMBOL_REST > moment) return true;
    return false;
  }

  /** Executes the order and returns its fees. */
  #send(dayShare: number, side: Side, quantity: number, symbol: string, price: number): number {
    const { trader, session, random } = this.#plan;
    this.#orders += 1;
    const { account, style } = trader;
    const order = { account, session, dayShare, side, quantity, symbol, price, order: this.#orders };
    const executed = execute({ ...order, makerShare: style.makerShare }, random);
    let fees = 0;
    for (const fill of executed) {
      this.#fills.push(fill);
      fees += totalFees(fill.fees);
    }
    return fees;
  }

  #book(dayShare: number, symbol: string, netPnl: number): void {
    this.#netPnl += netPnl;
    this.#exits.push({ dayShare, symbol, lost: netPnl < 0 });
  }
}

/** Moves times towards the open and the close, when trading is busiest; keeps their order. */
function bendToEnds(dayShare: number): number {
  return dayShare - 0.09 * Math.sin(2 * Math.PI * dayShare);
}
