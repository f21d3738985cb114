import { herfindahl } from '../statistics/descriptive.ts';
import type { Execution } from './execution.ts';
import type { LedgerFill } from './fill.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';

export type DayTotalFacts = Pick<
  TraderDayFacts,
  | 'grossPnl'
  | 'fees'
  | 'netPnl'
  | 'fills'
  | 'unknownTimeFills'
  | 'shares'
  | 'notional'
  | 'halfHourConcentration'
  | 'firstFillSecond'
  | 'lastFillSecond'
  | 'lastOpeningSecond'
  | 'morningNotional'
  | 'afternoonNotional'
  | 'morningPnl'
>;

/**
 * Sums over the fills of a day, dollars. The morning is before 12:00:00, the afternoon is the rest. Fills of
 * unknown time are in neither, and in no half-hour.
 */
export class DayTotals {
  #fills = 0;
  #unknownTimeFills = 0;
  #grossPnl = 0;
  #fees = 0;
  #shares = 0;
  #notional = 0;
  #morningPnl = 0;
  #morningNotional = 0;
  #afternoonNotional = 0;
  #firstFillSecond: number | null = null;
  #lastFillSecond: number | null = null;
  #lastOpeningSecond: number | null = null;
  readonly #halfHours = new Float64Array(48);

  /** Adds a fill. Call it in time order. */
  add(fill: LedgerFill, execution: Execution): void {
    this.#fills += 1;
    this.#grossPnl += execution.grossPnl;
    this.#fees += execution.fees;
    this.#shares += fill.quantity;
    this.#notional += execution.notional;
    if (fill.secondOfDay === null) this.#unknownTimeFills += 1;
    else this.#addTimed(fill.secondOfDay, execution);
  }

  facts(): DayTotalFacts {
    const fills = this.#fills;
    const unknownTimeFills = this.#unknownTimeFills;
    const grossPnl = this.#grossPnl;
    const fees = this.#fees;
    const shares = this.#shares;
    const notional = this.#notional;
    const firstFillSecond = this.#firstFillSecond;
    const lastFillSecond = this.#lastFillSecond;
    const lastOpeningSecond = this.#lastOpeningSecond;
    const morningNotional = this.#morningNotional;
    const afternoonNotional = this.#afternoonNotional;
    const morningPnl = this.#morningPnl;
    return {
      grossPnl,
      fees,
      netPnl: grossPnl - fees,
      fills,
      unknownTimeFills,
      shares,
      notional,
      halfHourConcentration: herfindahl(Array.from(this.#halfHours)),
      firstFillSecond,
      lastFillSecond,
      lastOpeningSecond,
      morningNotional,
      afternoonNotional,
      morningPnl,
    };
  }

  #addTimed(second: number, { grossPnl, fees, notional, openedQuantity }: Execution): void {
    this.#firstFillSecond ??= second;
    this.#lastFillSecond = second;
    if (openedQuantity > 0) this.#lastOpeningSecond = second;
    const halfHour = Math.floor(second / HALF_HOUR_SECONDS);
    this.#halfHours[halfHour] = (this.#halfHours[halfHour] ?? 0) + notional;
    if (second >= NOON_SECOND) {
      this.#afternoonNotional += notional;
      return;
    }
    this.#morningNotional += notional;
    this.#morningPnl += grossPnl - fees;
  }
}

const HALF_HOUR_SECONDS = 1_800;
const NOON_SECOND = 43_200;
