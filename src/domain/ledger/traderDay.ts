import { type ActiveSpan, behaviourFacts } from './behaviourFacts.ts';
import { Books } from './books.ts';
import { assertBookable } from './checks.ts';
import { dayFindings } from './dayFindings.ts';
import type { DayMoney } from './dayMoney.ts';
import { type DayTotalFacts, DayTotals } from './dayTotals.ts';
import { blankExecution, type Execution } from './execution.ts';
import type { LedgerFill } from './fill.ts';
import type { LedgerFinding } from './finding.ts';
import type { OpenLot } from './lot.ts';
import { RunningExposure } from './openExposure.ts';
import { inTimeOrder } from './order.ts';
import { RunningPnl } from './path.ts';
import type { Position } from './position.ts';
import { symbolFacts } from './symbols.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';
import { tripFacts } from './tripFacts.ts';
import { DayRuns } from './trips.ts';

export interface TraderDayInput extends DayMoney {
  readonly trader: string;
  /** Session, YYYY-MM-DD. */
  readonly sessionDate: string;
  /** Lots open before the session, in order of opening. */
  readonly openingLots: readonly OpenLot[];
  /** Every fill of the session in all accounts of the trader, in any order. */
  readonly fills: readonly LedgerFill[];
}

export interface ClosedDay {
  readonly facts: TraderDayFacts;
  /** Lots open after the session, sorted by account, symbol and order of opening. */
  readonly closingLots: readonly OpenLot[];
  readonly findings: readonly LedgerFinding[];
}

/**
 * Computes the facts and the closing lots of a trader's session from its fills, in the base currency. It does
 * not change its input. Fills whose multiplier or rate is unknown are set aside: they change lots, and no
 * fact.
 *
 * Source: docs/methods.md, section 2. A day worked out by hand is in
 * tests/domain/ledger/handWorkedDay.test.ts.
 *
 * Throws InputError for a fill of another session, a quantity that is not above 0, a price or fee that is not
 * a number, a time outside the day, opening lots of the session itself or on both sides of one position, and
 * a multiplier or a rate that is not above 0.
 */
export function closeTraderDay(input: TraderDayInput): ClosedDay {
  const day = new SessionReplay(input);
  for (const fill of inTimeOrder(input.fills)) day.book(fill);
  return day.close();
}

/** The state of a trader's session while its fills are booked in time order. */
class SessionReplay {
  readonly #books: Books;
  readonly #totals = new DayTotals();
  readonly #runs = new DayRuns();
  readonly #path = new RunningPnl();
  readonly #exposure = new RunningExposure();
  readonly #execution: Execution = blankExecution();
  #notionalAddedBelowCost = 0;
  #second: number | null = null;
  /** Place of the next event in the day. A fill has two: its closing part, then its opening part. */
  #sequence = 0;

  readonly #input: TraderDayInput;

  constructor(input: TraderDayInput) {
    this.#input = input;

    this.#books = new Books(input, input.openingLots, input.sessionDate);
  }

  book(fill: LedgerFill): void {
    assertBookable(fill, this.#input.sessionDate);
    const position = this.#books.positionToBook(fill);
    position.execute(fill, this.#sequence, this.#execution);
    if (position.isSetAside) return;
    this.#endSecondBefore(fill);
    this.#path.add(fill, this.#execution);
    this.#exposure.add(this.#execution);
    this.#recordRuns(fill, position);
    this.#totals.add(fill, this.#execution);
    this.#sequence += 2;
  }

  close(): ClosedDay {
    this.#markSecond();
    const all = [...this.#books.positions()];
    const positions = all.filter(({ isSetAside }) => !isSetAside);
    const totals = this.#totals.facts();
    const facts: TraderDayFacts = {
      sessionDate: this.#input.sessionDate,
      trader: this.#input.trader,
      ...totals,
      orders: this.#books.orders(),
      ...tripFacts(this.#runs.trips),
      ...symbolFacts(positions),
      ...behaviourFacts(this.#runs, activeSpan(totals)),
      notionalAddedBelowCost: this.#notionalAddedBelowCost,
      ...this.#path.facts(),
      openExposure: this.#exposure.facts(),
    };
    return { facts, closingLots: this.#books.openLots(), findings: this.#findings(all) };
  }

  #findings(positions: readonly Position[]): readonly LedgerFinding[] {
    const { fills, baseCurrency } = this.#input;
    const toExplain = new Map<Position, LedgerFill[]>();
    for (const position of positions) if (position.isOrderUnclear) toExplain.set(position, []);
    if (toExplain.size > 0)
      for (const fill of inTimeOrder(fills)) toExplain.get(this.#books.positionOf(fill))?.push(fill);
    return dayFindings(positions, baseCurrency, toExplain);
  }

  /**
   * Reads the path when a fill starts a new second. Fills of unknown time come first and are not on the path.
   */
  #endSecondBefore(fill: LedgerFill): void {
    if (fill.secondOfDay === this.#second) return;
    this.#markSecond();
    this.#second = fill.secondOfDay;
  }

  #markSecond(): void {
    if (this.#second === null) return;
    this.#path.markSecond(this.#second);
    this.#exposure.markSecond(this.#second);
  }

  #recordRuns(fill: LedgerFill, position: Position): void {
    const execution = this.#execution;
    const runs = this.#runs;
    const sequence = this.#sequence;
    if (execution.closedQuantity > 0) position.runs.recordExit(execution, fill.secondOfDay, sequence, runs);
    if (execution.openedQuantity === 0) return;
    position.runs.recordEntry(execution, fill.secondOfDay, sequence + 1, runs);
    if (execution.addedBelowCost) this.#notionalAddedBelowCost += execution.openedNotional;
  }
}

function activeSpan({ firstFillSecond, lastFillSecond }: DayTotalFacts): ActiveSpan | null {
  if (firstFillSecond === null || lastFillSecond === null) return null;
  return { firstSecond: firstFillSecond, lastSecond: lastFillSecond };
}
