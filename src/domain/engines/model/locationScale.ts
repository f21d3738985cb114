import { penaltiesFor } from './penalty.ts';
import { ResidualPool } from './residualPool.ts';
import { fitRidges, type LinearFit } from './ridge.ts';
import { type Standardisation, standardisationOf, standardise, standardiseTarget } from './standardised.ts';
import { type SessionSums, SummedSessions } from './summedSessions.ts';

/** Features further from their mean than so many deviations are pulled in to it: one odd day must not speak for all. */
export const WINSOR_DEVIATIONS = 4;
/** The location's target is kept within so many ordinary days. */
const LARGEST_R = 5;
/** Below so many ordinary days a residual is as good as 0, and its logarithm says nothing. */
const LEAST_RESIDUAL = 0.05;
/** The furthest the model may move the location, ordinary days, and the scale, as a factor, from its plain baseline. */
const LARGEST_LOCATION = 1;
const LARGEST_LOG_SCALE = Math.log(3);

/**
 * The desk's mean result counts against so many rows of nothing: r is centred by its scale, and the mean of a few hundred heavy-tailed
 * days is noise that would move everybody's risk at once.
 */
const CENTRED_ROWS = 1000;

/**
 * Pooled location-scale ridge: r(d) = μ + σ·z with μ = a + x̃β, ln σ = ln σ₀ + x̃γ, and z from one pooled distribution F (methods:
 * pooled ridge). σ₀ is the trader's own plain forecast of volatility, so that γ = 0 is filtered historical simulation: what the
 * features have to beat, and what a model without weights falls back on.
 */
export interface LocationScaleModel {
  readonly standardisation: Standardisation;
  readonly location: LinearFit;
  readonly logScale: LinearFit;
  /** Ridge penalties of location and scale, as sklearn's alpha; infinite before the first training. */
  readonly penalties: readonly [number, number];
  readonly pool: ResidualPool;
  readonly rows: number;
  readonly sessions: number;
}

/** μ in ordinary days, and σ/σ₀. */
export interface Prediction {
  readonly location: number;
  readonly scaleFactor: number;
}

export interface TrainingSession extends SessionSums {
  /** z of each row, against the forecast made before the session. */
  readonly residuals: Float64Array;
}

/** Of a desk without a past: no location, the plain volatility, the prior distribution. */
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
 * Fits both ridges on the sessions of the window, oldest first, and pools the residuals of the last `poolSessions`. The scale's
 * target is the residual against the location that was forecast at the time, not one fitted since: no row is judged by a model
 * that has seen it. Throws DecisionError where the sums are not finite.
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
  const fitsAt = (penalty: number) => fitRidges(standardised, targets, penalty);
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

/** Pulls a row of features (NaN = unknown) in to what the model has seen, in place; an untrained model has seen nothing. */
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

/** Rows before which the spread of a feature is not known well enough to call anything far out. */
const LEAST_ROWS_TO_WINSORISE = 200;

/** Forecasts one row of winsorised features. */
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

/** x̃ of one feature: 0 where it is unknown or never varied. */
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

/** The targets of a row: r within ±5, and ln max(|r − μ|, 0.05) − ln σ₀. */
export function targetsOf(r: number, location: number, baselineScale: number, out: Float64Array): void {
  out[0] = within(r, LARGEST_R);
  out[1] = Math.log(Math.max(Math.abs(r - location), LEAST_RESIDUAL)) - Math.log(baselineScale);
}

function within(value: number, reach: number): number {
  return Math.min(Math.max(value, -reach), reach);
}
