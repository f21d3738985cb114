import type { Execution } from './execution.ts';
import type { LedgerFill } from './fill.ts';
import { DOLLAR_RESOLUTION } from './tolerance.ts';
import type { LimitBasis, LowWaterMark, TraderDayFacts } from './traderDayFacts.ts';

export type PathFacts = Pick<
  TraderDayFacts,
  'bestRunningPnl' | 'worstRunningPnl' | 'giveBack' | 'lowWaterMarks'
>;

/**
 * The trader's running P&L through the session, dollars net of fees, starting at 0.
 * - realised: net P&L of the fills so far whose time is known.
 * - total: that, plus this session's open lots at the last own fill price of their account and symbol.
 * Lots of earlier sessions enter with their whole P&L when they are closed. Lots opened at unknown times are marked
 * like others; what unknown-time fills realised or paid is in the day's P&L, not here.
 *
 * The path is read at the end of each second that has fills, not after each fill. Within a second the source's order
 * says nothing of when anything happened, a sweep through three price levels is one act, and nobody could have
 * stopped the trader between; reading there would give one order sent in two parts another path than the same in one.
 */
export class RunningPnl {
  #realised = 0;
  #unrealised = 0;
  #openNotional = 0;
  #best = 0;
  #worst = 0;
  /** A number from the start: in a field that may be null each new one would be an object of its own. */
  #last = 0;
  #isKnown = false;
  #realisedLow = 0;
  #totalLow = 0;
  readonly #realisedLows: LowWaterMark[] = [];
  readonly #totalLows: LowWaterMark[] = [];

  /** Moves the marks by what one fill changed: only its own position has a new price or new lots. */
  add(fill: LedgerFill, execution: Execution): void {
    this.#unrealised += execution.openPnlChange;
    this.#openNotional += execution.openNotionalChange;
    if (fill.secondOfDay !== null) this.#realised += execution.grossPnl - fill.fees;
  }

  /** Reads the path at the end of a second. */
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
