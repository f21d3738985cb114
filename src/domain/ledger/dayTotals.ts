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
  | 'morningNotional'
  | 'afternoonNotional'
  | 'morningPnl'
>;

/**
 * The sums over a day's fills, in dollars. Morning is before 12:00:00, afternoon the rest; the fills of unknown time
 * are in neither, nor in a half-hour.
 */
export class DayTotals {
  private fills = 0;
  private unknownTimeFills = 0;
  private grossPnl = 0;
  private fees = 0;
  private shares = 0;
  private notional = 0;
  private morningPnl = 0;
  private morningNotional = 0;
  private afternoonNotional = 0;
  private firstFillSecond: number | null = null;
  private lastFillSecond: number | null = null;
  private readonly halfHours = new Float64Array(48);

  /** Adds a fill; fills come in time order. */
  add(fill: LedgerFill, execution: Execution): void {
    this.fills += 1;
    this.grossPnl += execution.grossPnl;
    this.fees += fill.fees;
    this.shares += fill.quantity;
    this.notional += execution.notional;
    if (fill.secondOfDay === null) this.unknownTimeFills += 1;
    else this.addTimed(fill.secondOfDay, fill, execution);
  }

  facts(): DayTotalFacts {
    const { fills, unknownTimeFills, grossPnl, fees, shares, notional } = this;
    const { firstFillSecond, lastFillSecond, morningNotional, afternoonNotional, morningPnl } = this;
    return {
      grossPnl,
      fees,
      netPnl: grossPnl - fees,
      fills,
      unknownTimeFills,
      shares,
      notional,
      halfHourConcentration: herfindahl(Array.from(this.halfHours)),
      firstFillSecond,
      lastFillSecond,
      morningNotional,
      afternoonNotional,
      morningPnl,
    };
  }

  private addTimed(second: number, { fees }: LedgerFill, { grossPnl, notional }: Execution): void {
    this.firstFillSecond ??= second;
    this.lastFillSecond = second;
    const halfHour = Math.floor(second / HALF_HOUR_SECONDS);
    this.halfHours[halfHour] = (this.halfHours[halfHour] ?? 0) + notional;
    if (second >= NOON_SECOND) {
      this.afternoonNotional += notional;
      return;
    }
    this.morningNotional += notional;
    this.morningPnl += grossPnl - fees;
  }
}

const HALF_HOUR_SECONDS = 1_800;
const NOON_SECOND = 43_200;
