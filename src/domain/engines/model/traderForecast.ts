import { type LocationScaleModel, predict } from './locationScale.ts';
import { LARGE_LOSS_SHARE } from './traderRecord.ts';

/** Of the scale; a trader who has not moved for weeks may move again today. */
const LEAST_BASELINE = 0.1;

/** What one trader's day may bring if the trader trades; dollars unless the name says otherwise. */
export interface TraderForecast {
  /** S through the session before. */
  readonly scale: number;
  /** The plain volatility over S: σ₀, ordinary days. */
  readonly baselineScale: number;
  /** μ and σ, ordinary days. */
  readonly location: number;
  readonly spread: number;
  /** A loss as a positive number: −pnlQ05. */
  readonly valueAtRisk95: number;
  readonly pnlQ05: number;
  readonly pnlQ15: number;
  readonly pnlQ50: number;
  /** The loss beyond which a day is among the trader's own worst 15 %. */
  readonly largeLossThreshold: number;
  readonly largeLossProbability: number;
  /** largeLossProbability over its usual 15 %. */
  readonly riskRatio: number;
}

export interface ForecastInput {
  /** Winsorised features, NaN = unknown. */
  readonly features: Float64Array;
  readonly scale: number;
  readonly volatility: number;
  readonly largeLossThreshold: number;
  /** Where VaR reads the pool: the trader's adapted 5 %. */
  readonly exceptionLevel: number;
}

/**
 * All figures of one trader from one location, one spread and one distribution (methods: pooled ridge): q(p) = S·(μ + σ·F⁻¹(p)),
 * VaR95 = −q(α), P(large loss) = F((−k/S − μ)/σ). 15 % and 50 % are read at the level as it is, never below the adapted 5 %.
 */
export function forecastTrader(model: LocationScaleModel, input: ForecastInput): TraderForecast {
  const { scale, largeLossThreshold } = input;
  const { location, scaleFactor } = predict(model, input.features);
  const baselineScale = Math.max(input.volatility / scale, LEAST_BASELINE);
  const spread = baselineScale * scaleFactor;
  const { pool } = model;
  const pnlQ05 = scale * (location + spread * pool.quantile(input.exceptionLevel));
  const largeLossProbability = pool.probabilityBelow((-largeLossThreshold / scale - location) / spread);
  return {
    scale,
    baselineScale,
    location,
    spread,
    valueAtRisk95: 0 - pnlQ05,
    pnlQ05,
    pnlQ15: scale * (location + spread * pool.quantile(LARGE_LOSS_SHARE)),
    pnlQ50: scale * (location + spread * pool.quantile(0.5)),
    largeLossThreshold,
    largeLossProbability,
    riskRatio: largeLossProbability / LARGE_LOSS_SHARE,
  };
}
