import type { Execution } from './execution.ts';

/**
 * A trip is a run of exits in one account and symbol. It ends when the position goes flat or changes side,
 * when it is added to, or with the session.
 */
export interface Trip {
  /** Realised P&L of the run before fees, dollars. */
  grossPnl: number;
  /** Second of the last exit of the run; null where unknown. */
  exitSecond: number | null;
  /** Place of that exit in the events of the day. */
  exitSequence: number;
  /** Quantity of this session's lots with known entry and exit times, and its Σ quantity·seconds held. */
  timedQuantity: number;
  timedQuantitySeconds: number;
}

/**
 * An entry is a run of opening fills in one account and symbol, from flat, after exits, or from the session's
 * start.
 */
export interface Entry {
  /** Second and place of the first fill of the run; the second is null where unknown. */
  readonly second: number | null;
  readonly sequence: number;
  /** Size of the entry: notional of the whole run, dollars. */
  notional: number;
}

/**
 * Mean seconds that the trip's lots of this session were held, weighted by quantity; null if no times are
 * known.
 */
export function holdSeconds(trip: Trip): number | null {
  return trip.timedQuantity > 0 ? trip.timedQuantitySeconds / trip.timedQuantity : null;
}

/** The trips and entries of a trader's day, in the order in which they started. */
export class DayRuns {
  readonly trips: Trip[] = [];
  readonly entries: Entry[] = [];
  /**
   * The trip of each exit and the place of the exit in the day. Consecutive exits of one trip are one
   * element.
   */
  readonly #exits: Trip[] = [];
  readonly #exitSequences: number[] = [];

  addExit(trip: Trip, sequence: number): void {
    const last = this.#exits.length - 1;
    if (this.#exits[last] === trip) this.#exitSequences[last] = sequence;
    else {
      this.#exits.push(trip);
      this.#exitSequences.push(sequence);
    }
  }

  /**
   * The trips in the order of their last exits. The exits are in order already, so keep the last one of each
   * trip.
   */
  tripsByExit(): Trip[] {
    return this.#exits.filter((trip, at) => trip.exitSequence === this.#exitSequences[at]);
  }
}

/**
 * The current trip or entry of one position. A run is added to the day when it starts, so it needs no action
 * when it ends: after a flat position comes an entry, and an entry ends the trip.
 */
export class PositionRuns {
  #trip: Trip | null = null;
  #entry: Entry | null = null;

  recordExit(execution: Execution, second: number | null, sequence: number, day: DayRuns): void {
    this.#entry = null;
    this.#trip ??= beginTrip(day);
    const trip = this.#trip;
    trip.grossPnl += execution.grossPnl;
    trip.exitSecond = second;
    trip.exitSequence = sequence;
    trip.timedQuantity += execution.timedQuantity;
    trip.timedQuantitySeconds += execution.timedQuantitySeconds;
    day.addExit(trip, sequence);
  }

  recordEntry(execution: Execution, second: number | null, sequence: number, day: DayRuns): void {
    this.#trip = null;
    this.#entry ??= beginEntry(second, sequence, day);
    this.#entry.notional += execution.openedNotional;
  }
}

function beginTrip(day: DayRuns): Trip {
  const trip = { grossPnl: 0, exitSecond: null, exitSequence: 0, timedQuantity: 0, timedQuantitySeconds: 0 };
  day.trips.push(trip);
  return trip;
}

function beginEntry(second: number | null, sequence: number, day: DayRuns): Entry {
  const entry = { second, sequence, notional: 0 };
  day.entries.push(entry);
  return entry;
}
