import { inUnitsOf, type RealisedVolatility } from '../../indicators/realisedVolatility.ts';

/** The least σ₀, as a share of S: a trader who has not moved for weeks may move again today. */
const LEAST_BASELINE = 0.1;
/** Weights of the parts of σ₀; they add up to 1. */
export const BASELINE_WEIGHTS = { tripSwing70: 0.2, dayRange70: 0.2, dayRange94: 0.25, plain: 0.35 } as const;
/** A swing feature is clipped to ±2: e² is more than 7 times. */
const LARGEST_SWING = 2;

/** The volatility that a forecast starts from, in units of S. */
export interface Baseline {
  /** σ₀. */
  readonly baselineScale: number;
  /** σ₀ of closing P&L alone. */
  readonly plainScale: number;
  /** E_λ(V) and E_λ(R) in units of S; null: not known. */
  readonly realised: RealisedVolatility | null;
}

/**
 * Returns σ₀ = max(0.1, [(E₀.₇(R)·E₀.₇(V))^0.2 · E₀.₉₄(R)^0.25 · P^0.35]/S), where P is the plain
 * volatility; P/S alone where nothing is known of trips and ranges (docs/methods.md, section 6).
 *
 * Example: S = $1,000, P = $1,200, and E = $1,500 throughout: 1.5^0.65 · 1.2^0.35 = 1.387.
 */
export function baselineOf(
  scale: number,
  plain: number,
  realisedDollars: RealisedVolatility | null,
): Baseline {
  const plainScale = Math.max(plain / scale, LEAST_BASELINE);
  const realised = realisedDollars === null ? null : inUnitsOf(scale, realisedDollars);
  if (realised === null) return { baselineScale: plainScale, plainScale, realised };
  const { tripSwing70, dayRange70, dayRange94 } = BASELINE_WEIGHTS;
  const blend =
    realised.tripSwing70 ** tripSwing70 *
    realised.dayRange70 ** dayRange70 *
    realised.dayRange94 ** dayRange94 *
    (plain / scale) ** BASELINE_WEIGHTS.plain;
  return { baselineScale: Math.max(blend, LEAST_BASELINE), plainScale, realised };
}

/**
 * Returns ln(E/σ₀) within ±2, both in units of S: how far one measure of the last days lies above the
 * volatility that the forecast starts from.
 */
export function swingFeature(realised: number, baselineScale: number): number {
  return Math.min(Math.max(Math.log(realised / baselineScale), -LARGEST_SWING), LARGEST_SWING);
}
