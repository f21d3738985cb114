import type { Config } from '../config/config.ts';
import type { WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import { DEFAULT_STOP } from '../domain/outcome/counterfactual.ts';

/** Options of the walk-forward model. Morning, backtest and review use the same. */
export function walkOptions(config: Config): WalkOptions {
  return {
    retrainEverySessions: config.retrainEverySessions,
    maxReductionPct: config.maxReductionPct,
    tiers: config.tiers,
    cutsRequireProof: config.cutsRequireProof,
    stop: { ...DEFAULT_STOP, limitRoundTo: config.limitRoundTo },
  };
}
