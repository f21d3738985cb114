import { WITHIN_90, wilsonInterval } from '../statistics/reliability.ts';
import type { BacktestRow } from './backtestRow.ts';

/** How the VaR of young traders, with 10 to 19 active sessions, held. */
export interface YoungCoverage {
  readonly forecasts: number;
  readonly exceptions: number;
  /** Share of the forecasts that the loss exceeded, and its 90 % interval; null without a forecast. */
  readonly rate: number | null;
  readonly rateInterval: readonly [number, number] | null;
}

/**
 * Counts the exceptions of young traders apart: they enter no test and no score of the model.
 *
 * Example: 4 exceptions in 60 forecasts: 6.7 %, 90 % interval 3.0 to 14.0 % (Wilson 1927). Days of one
 * session are taken as independent; young traders are few.
 */
export class YoungAccumulator {
  #forecasts = 0;
  #exceptions = 0;

  /** Adds a row; one without a young forecast, or without a trade, counts nothing. */
  add({ youngValueAtRisk95: valueAtRisk, traded, uncensoredPnl }: BacktestRow): void {
    if (valueAtRisk === null || !traded) return;
    this.#forecasts++;
    if (uncensoredPnl < -valueAtRisk) this.#exceptions++;
  }

  coverage(): YoungCoverage {
    const [forecasts, exceptions] = [this.#forecasts, this.#exceptions];
    if (forecasts === 0) return { forecasts, exceptions, rate: null, rateInterval: null };
    const rateInterval = wilsonInterval(exceptions, forecasts, WITHIN_90);
    return { forecasts, exceptions, rate: exceptions / forecasts, rateInterval };
  }
}
