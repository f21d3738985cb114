import type { Config } from '../config.ts';
import { DEFAULT_STOP } from '../domain/evaluation/counterfactual.ts';
import type { WalkOptions } from '../domain/evaluation/walk.ts';

/** How a desk is walked: the same for the morning, the backtest and the review. */
export function walkOptions(config: Config): WalkOptions {
  return {
    retrainEverySessions: config.retrainEverySessions,
    maxReductionPct: config.maxReductionPct,
    tiers: config.tiers,
    stop: DEFAULT_STOP,
  };
}
