import type { LowWaterMark } from '../ledger/traderDayFacts.ts';
import { stopAt } from './counterfactual.ts';

/** A day on which the base limit was in force, with its path. */
export interface DonorDay {
  readonly sessionDate: string;
  readonly trader: string;
  /** S of the trader through the session before, dollars. */
  readonly scale: number;
  /** The last value of the path as seen, dollars. */
  readonly finalPnl: number;
  readonly marks: readonly LowWaterMark[];
}

/** A day that lost as much as a stopped day at its stop, each in its trader's S. */
export interface Donor {
  readonly day: DonorDay;
  /** The first mark that reached the level. */
  readonly first: LowWaterMark;
}

/** With fewer donors of the trader the desk's are used. */
const LEAST_OWN_DONORS = 20;

/** Days of the last sessions that can stand for what a stopped day would have become. */
export class DonorPool {
  /** By session, then trader. */
  readonly #days: DonorDay[] = [];

  /** Adds the days of the next session. A day without a mark can never be a donor. */
  add(days: readonly DonorDay[]): void {
    const useful = days.filter(({ marks }) => marks.length > 0);
    this.#days.push(...useful.toSorted((a, b) => (a.trader < b.trader ? -1 : 1)));
  }

  /** Removes the days before a session. */
  removeBefore(sessionDate: string): void {
    const first = this.#days.findIndex((day) => day.sessionDate >= sessionDate);
    this.#days.splice(0, first < 0 ? this.#days.length : first);
  }

  /**
   * The days with a mark at or below −ratio · S of their trader, whether or not anything followed: the
   * trader's own where there are 20, else the desk's. By session, then trader.
   * @param ratio the limit in force of the stopped trader / S
   */
  matching(trader: string, ratio: number): readonly Donor[] {
    const all = this.#days.flatMap((day) => {
      const first = stopAt(day.marks, ratio * day.scale);
      return first === null ? [] : [{ day, first }];
    });
    const own = all.filter(({ day }) => day.trader === trader);
    return own.length >= LEAST_OWN_DONORS ? own : all;
  }
}

/**
 * What became of the donor's day after it had lost as much, in its S. It is measured from the total P&L at
 * the mark: from the nominal level, the overshoot of a jump would count as a saving.
 *
 * Example: S $1,000, total P&L −$3,100 at the first mark at or below −$3,000, final P&L −$2,600: +0.5.
 */
export function continuationOf({ day, first }: Donor): number {
  return (day.finalPnl - first.totalPnl) / day.scale;
}
