import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import { type Challenger, MINIMUM_ROWS } from './challenger.ts';
import { type Design, designOf, dot, weightedRidge } from './design.ts';

/** The fitted levels, one regression each; P(large loss) is interpolated between them. */
const LEVELS = [EXCEPTION_RATE, 0.15, 0.35] as const;
const PENALTY_PER_ROW = 0.1;
const STEPS = 12;
/** Smaller residuals, in σ₀, count as this size: the weight 1/|residual| would be infinite at 0. */
const SMOOTHING = 0.05;
const [LEAST_PROBABILITY, LARGEST_PROBABILITY] = [0.01, 0.9];

/**
 * Pooled linear quantile regression with a ridge penalty: the 5, 15 and 35 % quantiles of r/σ₀ on the
 * features (Koenker & Bassett 1978), by iteratively reweighted least squares. Crossing quantiles are sorted.
 */
export function quantileRegression(): Challenger {
  let fitted: { readonly design: Design; readonly betas: readonly Float64Array[] } | null = null;
  return {
    name: 'quantile regression',
    description:
      'ridge quantile regressions at 5, 15 and 35 % on the features, in units of the plain volatility',
    refit(sessions) {
      const rows = sessions.flat();
      if (rows.length < MINIMUM_ROWS) return;
      const design = designOf(rows);
      const designed = rows.map((row) => design.row(row));
      const targets = Float64Array.from(rows, ({ r, baselineScale }) => r / baselineScale);
      const betas = LEVELS.map((level) =>
        quantileFit(designed, targets, level, PENALTY_PER_ROW * rows.length),
      );
      fitted = { design, betas };
    },
    forecast(row) {
      if (fitted === null) return null;
      const designed = fitted.design.row(row);
      const quantiles = Float64Array.from(
        fitted.betas,
        (beta) => row.baselineScale * dot(designed, beta),
      ).sort();
      return {
        q05: quantiles[0]!,
        largeLossProbability: levelAt(quantiles, row.largeLossBelow),
      };
    },
  };
}

/**
 * The β of the `level` quantile of targets given rows; the constant has no penalty. It starts from the order
 * statistic at the level, which is not interpolated because it is only a start.
 */
export function quantileFit(
  rows: readonly Float64Array[],
  targets: Float64Array,
  level: number,
  penalty: number,
): Float64Array {
  const weights = new Float64Array(rows.length);
  let beta = new Float64Array(rows[0]?.length ?? 0);
  beta[0] = [...targets].sort((a, b) => a - b)[Math.floor(level * targets.length)] ?? 0;
  for (let step = 0; step < STEPS; step++) {
    for (let at = 0; at < rows.length; at++) {
      const residual = targets[at]! - dot(rows[at]!, beta);
      weights[at] = (residual >= 0 ? level : 1 - level) / Math.max(Math.abs(residual), SMOOTHING);
    }
    beta = new Float64Array(weightedRidge(rows, weights, targets, penalty, beta));
  }
  return beta;
}

/** The level of a value among the quantiles, by linear interpolation and extrapolation. */
function levelAt(quantiles: Float64Array, value: number): number {
  const [low, middle, high] = quantiles as unknown as readonly [number, number, number];
  const [from, to, p, q] =
    value < middle ? [low, middle, LEVELS[0], LEVELS[1]] : [middle, high, LEVELS[1], LEVELS[2]];
  const level = to > from ? p + ((value - from) / (to - from)) * (q - p) : p;
  return Math.min(Math.max(level, LEAST_PROBABILITY), LARGEST_PROBABILITY);
}
