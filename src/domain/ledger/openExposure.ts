import type { Execution } from './execution.ts';
import { DOLLAR_RESOLUTION } from './tolerance.ts';

/**
 * What was open of this session's own lots, dollars, in the course of a day. Lots of earlier sessions are not
 * in it: they are known from the open lots. Null figures: no fill has a known time.
 */
export interface OpenExposure {
  /** The largest net notional long and short, and the largest gross notional, each 0 or more. */
  readonly largestNetLong: number | null;
  readonly largestNetShort: number | null;
  readonly largestGross: number | null;
  /** The exposure at the end of each five-minute step on which it changed. Before the first it is 0. */
  readonly steps: readonly ExposureStep[];
}

export interface ExposureStep {
  /** Five-minute step of the day, 0 from 00:00:00. */
  readonly step: number;
  /** Long less short. */
  readonly net: number;
  readonly gross: number;
}

/** The exposure of a day without a fill of known time. */
export const UNKNOWN_EXPOSURE: OpenExposure = {
  largestNetLong: null,
  largestNetShort: null,
  largestGross: null,
  steps: [],
};

export const STEP_SECONDS = 300;
export const STEPS_A_DAY = 288;

/**
 * Follows the notional of this session's open lots through a day, at each position's own last price. Like the
 * path of the P&L it is read at the end of each second with fills.
 *
 * Example: buy 100 at 10 at 09:31 and sell 300 at 10 at 09:33: net 1,000, then −2,000. Largest long $1,000,
 * short $2,000, gross $2,000. Both are in the step that ends at 09:35, which ends at −2,000.
 */
export class RunningExposure {
  #net = 0;
  #gross = 0;
  #largestLong = 0;
  #largestShort = 0;
  #largestGross = 0;
  #step = -1;
  /** As read last: fills of the next second may be added already. */
  #lastNet = 0;
  #lastGross = 0;
  #keptNet = 0;
  #keptGross = 0;
  readonly #steps: ExposureStep[] = [];

  /** Adds the effect of one fill. */
  add({ openNetChange, openNotionalChange }: Execution): void {
    this.#net += openNetChange;
    this.#gross += openNotionalChange;
  }

  /** Reads the exposure at the end of a second. Call it in time order. */
  markSecond(secondOfDay: number): void {
    const step = Math.floor(secondOfDay / STEP_SECONDS);
    if (step !== this.#step) this.#keepStep();
    this.#step = step;
    const net = settled(this.#net);
    const gross = settled(this.#gross);
    if (net > this.#largestLong) this.#largestLong = net;
    if (0 - net > this.#largestShort) this.#largestShort = 0 - net;
    if (gross > this.#largestGross) this.#largestGross = gross;
    this.#lastNet = net;
    this.#lastGross = gross;
  }

  facts(): OpenExposure {
    if (this.#step < 0) return UNKNOWN_EXPOSURE;
    this.#keepStep();
    return {
      largestNetLong: this.#largestLong,
      largestNetShort: this.#largestShort,
      largestGross: this.#largestGross,
      steps: this.#steps,
    };
  }

  #keepStep(): void {
    const [net, gross] = [this.#lastNet, this.#lastGross];
    if (this.#step < 0 || (isSame(net, this.#keptNet) && isSame(gross, this.#keptGross))) return;
    this.#steps.push({ step: this.#step, net, gross });
    this.#keptNet = net;
    this.#keptGross = gross;
  }
}

/** A rounding error of many sums is no position. */
function settled(dollars: number): number {
  return isSame(dollars, 0) ? 0 : dollars;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < DOLLAR_RESOLUTION;
}
