import type { Config } from '../config/config.ts';
import type { WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import { DEFAULT_STOP } from '../domain/outcome/counterfactual.ts';

/** How a desk is walked: the same for the morning, the backtest and the review. */
export function walkOptions(config: Config): WalkOptions {
  return {
    retrainEverySessions: config.retrainEverySessions,
    maxReductionPct: config.maxReductionPct,
    tiers: config.tiers,
    stop: DEFAULT_STOP,
  };
}
