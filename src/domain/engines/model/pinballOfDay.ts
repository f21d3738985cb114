import { pinballLoss } from '../../statistics/scores.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import type { TraderForecast } from './traderForecast.ts';
import type { TrainedModel } from './trainedModel.ts';

/** Losses of one trader-day, divided by the trader's scale S. */
export interface PinballOfDay {
  /** Of the forecast's 5 % quantile. */
  readonly pinball: number;
  /** Of the plain volatility's: location 0 and scale factor 1, from the same pool and level. */
  readonly plainPinball: number;
}

/** The pinball losses of a day that was forecast; no feature changes the plain one. */
export function pinballOfDay(
  { pool }: Pick<TrainedModel, 'pool'>,
  { scale, plainScale, pnlQ05 }: TraderForecast,
  exceptionLevel: number,
  netPnl: number,
): PinballOfDay {
  const plainQ05 = scale * plainScale * pool.quantile(exceptionLevel);
  return {
    pinball: pinballLoss(netPnl, pnlQ05, EXCEPTION_RATE) / scale,
    plainPinball: pinballLoss(netPnl, plainQ05, EXCEPTION_RATE) / scale,
  };
}
