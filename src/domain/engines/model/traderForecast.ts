import type { RealisedVolatility } from '../../indicators/realisedVolatility.ts';
import type { Baseline } from './baselineVolatility.ts';
import { type LocationScaleModel, predict } from './locationScale.ts';
import { LARGE_LOSS_SHARE } from './traderRecord.ts';

/** The forecast of one trader's day, given that the trader trades; dollars unless the name says otherwise. */
export interface TraderForecast {
  /** S through the previous session. */
  readonly scale: number;
  /** σ₀, ordinary days. */
  readonly baselineScale: number;
  /** The plain volatility over S, ordinary days. */
  readonly plainScale: number;
  /** E_λ(V) and E_λ(R), ordinary days; null: not known. */
  readonly realised: RealisedVolatility | null;
  /** μ and σ in ordinary days. */
  readonly location: number;
  readonly spread: number;
  /** A loss as a positive number: −pnlQ05. */
  readonly valueAtRisk95: number;
  /** Mean loss of the days beyond the VaR, as a positive number. */
  readonly expectedShortfall95: number;
  /** What that mean may be at worst, by resampling sessions; null before 20 sessions with residuals. */
  readonly expectedShortfallUpper95: number | null;
  readonly pnlQ05: number;
  readonly pnlQ15: number;
  readonly pnlQ50: number;
  /** k: a day that loses more is among the trader's own worst 15 %. */
  readonly largeLossThreshold: number;
  readonly largeLossProbability: number;
  /** ρ = largeLossProbability / 0.15. */
  readonly riskRatio: number;
}

export interface ForecastInput extends Baseline {
  /** Winsorised features, NaN = unknown. */
  readonly features: Float64Array;
  /** S, dollars. */
  readonly scale: number;
  readonly largeLossThreshold: number;
  /** The quantile level at which VaR reads the pool: the trader's adapted 5 %. */
  readonly exceptionLevel: number;
  /** How much further than estimated the tail may reach, at least 1; null: not known. */
  readonly tailWidening: number | null;
}

/**
 * Returns all figures of one trader from one location, one spread and one distribution (docs/methods.md,
 * section 6): q(p) = S·(μ + σ·F⁻¹(p)), VaR95 = −q(α), P(large loss) = F((−k/S − μ)/σ). Only VaR and expected
 * shortfall use the adapted level α; the 15 % and 50 % quantiles are read at 0.15 and 0.5. The shortfall is
 * −S·(μ + σ·e), where e is the mean of F below F⁻¹(α); its upper bound has w·e in place of e
 * (`tailWidening`).
 * @example
 * // S = $1,000, μ = 0, σ = 1.2, F⁻¹(0.05) = −1.7: VaR95 = 1,000 · 1.2 · 1.7 = $2,040.
 * // With e = −2.4 and w = 1.15: shortfall 1,000 · 1.2 · 2.4 = $2,880, at worst $3,312.
 */
export function forecastTrader(model: LocationScaleModel, input: ForecastInput): TraderForecast {
  const { scale, largeLossThreshold, baselineScale, plainScale, realised } = input;
  const { location, scaleFactor } = predict(model, input.features);
  const spread = baselineScale * scaleFactor;
  const { pool } = model;
  const pnlQ05 = scale * (location + spread * pool.quantile(input.exceptionLevel));
  const tail = pool.meanBelow(input.exceptionLevel);
  const largeLossProbability = pool.probabilityBelow((-largeLossThreshold / scale - location) / spread);
  return {
    scale,
    baselineScale,
    plainScale,
    realised,
    location,
    spread,
    valueAtRisk95: 0 - pnlQ05,
    expectedShortfall95: 0 - scale * (location + spread * tail),
    expectedShortfallUpper95:
      input.tailWidening === null ? null : 0 - scale * (location + spread * tail * input.tailWidening),
    pnlQ05,
    pnlQ15: scale * (location + spread * pool.quantile(LARGE_LOSS_SHARE)),
    pnlQ50: scale * (location + spread * pool.quantile(0.5)),
    largeLossThreshold,
    largeLossProbability,
    riskRatio: largeLossProbability / LARGE_LOSS_SHARE,
  };
}
