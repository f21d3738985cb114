import type { Execution } from './execution.ts';

/**
 * A trip: a run of exits in one account and symbol. It ends when the position goes flat (or through flat to the other
 * side), when it is added to, or with the session.
 */
export interface Trip {
  /** Realised before fees over the run, dollars: > 0 won, < 0 lost. */
  grossPnl: number;
  /** Second of the run's last exit; null where unknown. */
  exitSecond: number | null;
  /** Place of that exit among the day's events. */
  exitSequence: number;
  /** Quantity matched with lots of the same session whose times are known, and Σ quantity·seconds held of it. */
  timedQuantity: number;
  timedQuantitySeconds: number;
}

/** An entry: a run of opening fills in one account and symbol, from flat, after exits, or from the session's start. */
export interface Entry {
  /** Second and place of the run's first fill; the second is null where unknown. */
  readonly second: number | null;
  readonly sequence: number;
  /** Size: dollars opened over the whole run. */
  notional: number;
}

/** Quantity-weighted mean of the seconds that a trip's same-session lots were held; null if none has known times. */
export function holdSeconds(trip: Trip): number | null {
  return trip.timedQuantity > 0 ? trip.timedQuantitySeconds / trip.timedQuantity : null;
}

/** The trips and entries of a trader's day; entries stand in order of beginning. */
export class DayRuns {
  readonly trips: Trip[] = [];
  readonly entries: Entry[] = [];
  /** Exits as they came, one for several in a row of the same trip: the trip, and the place among the day's events. */
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

  /** The trips in the order of their last exits. Exits come in order: what is no trip's last one is left out, no sort. */
  tripsByExit(): Trip[] {
    return this.#exits.filter((trip, at) => trip.exitSequence === this.#exitSequences[at]);
  }
}

/**
 * The run that one position is in. Runs are listed when they begin, so neither the session's end nor going flat needs
 * a closing act: what comes after flat is an entry, and an entry ends the trip.
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
