import { penaltiesFor } from './penalty.ts';
import { ResidualPool } from './residualPool.ts';
import { fitRidge, type LinearFit } from './ridge.ts';
import { type Standardisation, standardisationOf, standardise, standardiseTarget } from './standardised.ts';
import { type SessionSums, SummedSessions } from './summedSessions.ts';

/**
 * A feature is clipped at this many standard deviations from its mean, so that one odd day does not decide
 * alone.
 */
const WINSOR_DEVIATIONS = 4;
/** The target of the location, r, is clipped to ±5 ordinary days. */
const LARGEST_R = 5;
/**
 * A smaller residual, in ordinary days, counts as this one: the logarithm of a residual near 0 means nothing.
 */
const LEAST_RESIDUAL = 0.05;
/**
 * Bounds of the forecast: the location in ordinary days, and the logarithm of the scale over its plain
 * baseline.
 */
const LARGEST_LOCATION = 1;
const LARGEST_LOG_SCALE = Math.log(3);

/**
 * The intercept of the location is shrunk as if 1,000 rows of 0 had been seen. r is centred by its scale
 * already, and the mean of a few hundred heavy-tailed days is noise that would move everyone's risk at once.
 */
const CENTRED_ROWS = 1000;

/**
 * Pooled location-scale ridge: r(d) = μ + σ·z with μ = a + x̃β, ln σ = ln σ₀ + x̃γ, and z from one pooled
 * distribution F (docs/methods.md, section 6). σ₀ is the trader's own plain forecast of volatility. With γ =
 * 0 the model is filtered historical simulation: the features have to beat it, and a model without weights
 * equals it.
 */
export interface LocationScaleModel {
  readonly standardisation: Standardisation;
  readonly location: LinearFit;
  readonly logScale: LinearFit;
  /** Ridge penalties of location and scale (scikit-learn's alpha); infinite before the first training. */
  readonly penalties: readonly [number, number];
  readonly pool: ResidualPool;
  readonly rows: number;
  readonly sessions: number;
}

/** The forecast of one row: μ in ordinary days, and σ/σ₀. */
export interface Prediction {
  readonly location: number;
  readonly scaleFactor: number;
}

export interface TrainingSession extends SessionSums {
  /** z of each row against the forecast made before the session. */
  readonly residuals: Float64Array;
}

/** Returns the model of a desk without history: location 0, the plain volatility, the prior distribution. */
export function untrainedModel(features: number): LocationScaleModel {
  const nothing = (): LinearFit => ({ intercept: 0, coefficients: new Float64Array(features) });
  return {
    standardisation: { means: new Float64Array(features), deviations: new Float64Array(features) },
    location: nothing(),
    logScale: nothing(),
    penalties: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    pool: ResidualPool.of([]),
    rows: 0,
    sessions: 0,
  };
}

/**
 * Fits both ridges on the sessions of the window, oldest first, and pools the residuals of the last
 * `poolSessions`. The target of the scale is the residual against the location that was forecast at the time,
 * so no row is judged by a model that has seen it.
 * @throws DecisionError `ridge_not_finite` where the sums are not finite
 */
export function fitLocationScale(
  sessions: readonly TrainingSession[],
  features: number,
  poolSessions: number,
): LocationScaleModel {
  const summed = new SummedSessions(sessions);
  const total = summed.between(0, sessions.length);
  const pool = ResidualPool.of(sessions.slice(-poolSessions).map(({ residuals }) => residuals));
  if (!total || total.rows === 0) return { ...untrainedModel(features), pool };
  const standardisation = standardisationOf(total);
  const standardised = standardise(total, standardisation);
  const penalties = penaltiesFor(summed, total.rows, 2);
  const targets = penalties.map((_, t) => standardiseTarget(total, t, standardisation));
  const fitsAt = (penalty: number) => fitRidge(standardised, targets, penalty);
  const [at, scaleAt] = penalties as [number, number];
  const fits = fitsAt(at);
  const location = fits[0]!;
  const logScale = (scaleAt === at ? fits : fitsAt(scaleAt))[1] as LinearFit;
  return {
    standardisation,
    location: { ...location, intercept: (location.intercept * total.rows) / (total.rows + CENTRED_ROWS) },
    logScale,
    penalties: penalties as [number, number],
    pool,
    rows: total.rows,
    sessions: sessions.length,
  };
}

/**
 * Clips a row of features (NaN = unknown) to ±4 standard deviations of the training rows, in place. An
 * untrained model clips nothing.
 */
export function winsorise(row: Float64Array, { standardisation, rows }: LocationScaleModel): void {
  if (rows < LEAST_ROWS_TO_WINSORISE) return;
  for (let i = 0; i < row.length; i++) {
    const reach = WINSOR_DEVIATIONS * standardisation.deviations[i]!;
    const mean = standardisation.means[i]!;
    const value = row[i]!;
    if (value > mean + reach) row[i] = mean + reach;
    else if (value < mean - reach) row[i] = mean - reach;
  }
}

/** With fewer training rows the standard deviations are too uncertain to clip by. */
const LEAST_ROWS_TO_WINSORISE = 200;

/** Returns the forecast for one row of clipped features. */
export function predict(model: LocationScaleModel, row: Float64Array): Prediction {
  const { standardisation, location, logScale } = model;
  let mu = location.intercept;
  let logFactor = 0;
  for (let i = 0; i < row.length; i++) {
    const x = standardisedValue(standardisation, row, i);
    mu += location.coefficients[i]! * x;
    logFactor += logScale.coefficients[i]! * x;
  }
  return {
    location: within(mu, LARGEST_LOCATION),
    scaleFactor: Math.exp(within(logFactor, LARGEST_LOG_SCALE)),
  };
}

/** Returns x̃ of one feature; 0 where the feature is unknown or never varied. */
export function standardisedValue(
  { means, deviations }: Standardisation,
  row: Float64Array,
  feature: number,
): number {
  const value = row[feature]!;
  const deviation = deviations[feature]!;
  if (Number.isNaN(value) || deviation === 0) return 0;
  return within((value - means[feature]!) / deviation, WINSOR_DEVIATIONS);
}

/** Writes the two targets of a row: r within ±5, and ln max(|r − μ|, 0.05) − ln σ₀. */
export function targetsOf(r: number, location: number, baselineScale: number, out: Float64Array): void {
  out[0] = within(r, LARGEST_R);
  out[1] = Math.log(Math.max(Math.abs(r - location), LEAST_RESIDUAL)) - Math.log(baselineScale);
}

function within(value: number, reach: number): number {
  return Math.min(Math.max(value, -reach), reach);
}
