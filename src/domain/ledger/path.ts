import type { Execution } from './execution.ts';
import type { LedgerFill } from './fill.ts';
import { DOLLAR_RESOLUTION } from './tolerance.ts';
import type { LimitBasis, LowWaterMark, TraderDayFacts } from './traderDayFacts.ts';

export type PathFacts = Pick<
  TraderDayFacts,
  'bestRunningPnl' | 'worstRunningPnl' | 'giveBack' | 'lowWaterMarks'
>;

/**
 * Running P&L of a trader through the session, dollars after fees, starting at 0. It has two bases:
 *
 * - realised: net P&L of the fills of known time so far.
 * - total: realised plus the unrealised P&L of this session's open lots, at the last price of their account
 *   and symbol.
 *
 * Lots of earlier sessions add their whole P&L when they are closed. Lots opened at an unknown time are
 * valued like the others, but P&L and fees of fills of unknown time are not on the path.
 *
 * The path is read at the end of each second with fills, not after each fill. The order within a second does
 * not tell when a fill happened, and no stop could act within it. Reading after each fill would also make the
 * path depend on how an order is split into fills.
 *
 * Example: buy 100 at 10 and sell 50 at 9 a minute later, $1 of fees each: realised −1 then −52, total −1
 * then −102. Both points are new lows of both bases.
 */
export class RunningPnl {
  #realised = 0;
  #unrealised = 0;
  #openNotional = 0;
  #best = 0;
  #worst = 0;
  /** Not null before the first point: V8 allocates each new number of a field that may be null. */
  #last = 0;
  #isKnown = false;
  #realisedLow = 0;
  #totalLow = 0;
  readonly #realisedLows: LowWaterMark[] = [];
  readonly #totalLows: LowWaterMark[] = [];

  /** Adds the effect of one fill. Only the position of that fill has a new price or new lots. */
  add(fill: LedgerFill, execution: Execution): void {
    this.#unrealised += execution.openPnlChange;
    this.#openNotional += execution.openNotionalChange;
    if (fill.secondOfDay !== null) this.#realised += execution.grossPnl - execution.fees;
  }

  /** Reads both bases at the end of a second, and keeps a mark for each new low. */
  markSecond(secondOfDay: number): void {
    const total = this.#realised + this.#unrealised;
    this.#last = total;
    this.#isKnown = true;
    if (total > this.#best) this.#best = total;
    if (total < this.#worst) this.#worst = total;
    if (this.#realised < this.#realisedLow - DOLLAR_RESOLUTION) {
      this.#realisedLow = this.#realised;
      this.#realisedLows.push(this.#mark(this.#realised, total, secondOfDay));
    }
    if (total < this.#totalLow - DOLLAR_RESOLUTION) {
      this.#totalLow = total;
      this.#totalLows.push(this.#mark(total, total, secondOfDay));
    }
  }

  facts(): PathFacts {
    const isKnown = this.#isKnown;
    const best = this.#best;
    const worst = this.#worst;
    const last = this.#last;
    return {
      bestRunningPnl: isKnown ? best : null,
      worstRunningPnl: isKnown ? worst : null,
      giveBack: isKnown ? best - last : null,
      lowWaterMarks: { realised: this.#realisedLows, total: this.#totalLows } satisfies Record<
        LimitBasis,
        unknown
      >,
    };
  }

  #mark(runningPnl: number, totalPnl: number, secondOfDay: number): LowWaterMark {
    const openNotional = this.#openNotional < DOLLAR_RESOLUTION ? 0 : this.#openNotional;
    return { runningPnl, totalPnl, secondOfDay, openNotional };
  }
}
