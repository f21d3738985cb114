import type { CutCurve } from '../engines/cutCurve.ts';
import { featureIds } from '../engines/model/features.ts';
import { firstModel, type TrainedModel } from '../engines/model/trainedModel.ts';
import { rankCorrelation, signFlips } from './weightStability.ts';

/** One weekly fit as reported. */
export interface ModelFit {
  readonly id: string;
  /** The first session that was forecast with it. */
  readonly firstUsed: string;
  readonly trainedThrough: string;
  readonly rows: number;
  readonly sessions: number;
  /** The ridge penalties λ of location and of log-scale; null if no penalty beat the mean. */
  readonly penalties: readonly [location: number | null, scale: number | null];
  readonly curve: CutCurve;
  readonly weights: readonly FeatureWeight[];
}

/**
 * Standardised coefficients of one feature: the change in r, and in log volatility, per standard deviation of
 * the feature.
 */
export interface FeatureWeight {
  readonly feature: string;
  readonly location: number;
  readonly logScale: number;
}

/** How similar the weights of consecutive weekly fits are, over the fits that have training rows. */
export interface WeightStability {
  readonly fits: number;
  /** Rank correlation of consecutive fits' weights, mean and lowest; null if none is defined. */
  readonly location: RankStability;
  readonly logScale: RankStability;
  readonly flips: readonly FeatureFlips[];
}

export interface RankStability {
  readonly mean: number | null;
  readonly least: number | null;
}

/** How often a feature's weight changed its sign from fit to fit. */
export interface FeatureFlips {
  readonly feature: string;
  readonly location: number;
  readonly logScale: number;
}

/** The fit with the first session it was used on; null before the first training. */
export function modelFit(model: TrainedModel, firstUsed: string): ModelFit | null {
  if (model.trainedThrough === null || model.id === firstModel.id) return null;
  const [location, scale] = model.penalties.map((penalty) => (Number.isFinite(penalty) ? penalty : null));
  return {
    id: model.id,
    firstUsed,
    trainedThrough: model.trainedThrough,
    rows: model.rows,
    sessions: model.sessions,
    penalties: [location ?? null, scale ?? null],
    curve: model.curve,
    weights: featureIds.map((id, place) => ({
      feature: id,
      location: model.location.coefficients[place] ?? 0,
      logScale: model.logScale.coefficients[place] ?? 0,
    })),
  };
}

/** Null with fewer than two fits that have training rows. */
export function stabilityOf(fits: readonly ModelFit[]): WeightStability | null {
  const trained = fits.filter(({ rows }) => rows > 0);
  if (trained.length < 2) return null;
  const location = trained.map(({ weights }) => weights.map((weight) => weight.location));
  const logScale = trained.map(({ weights }) => weights.map((weight) => weight.logScale));
  const [locationFlips, scaleFlips] = [signFlips(location), signFlips(logScale)];
  return {
    fits: trained.length,
    location: rankStability(location),
    logScale: rankStability(logScale),
    flips: featureIds.map((id, place) => ({
      feature: id,
      location: locationFlips[place] ?? 0,
      logScale: scaleFlips[place] ?? 0,
    })),
  };
}

function rankStability(fits: readonly (readonly number[])[]): RankStability {
  const known = fits
    .slice(1)
    .map((fit, place) => rankCorrelation(fits[place] ?? [], fit))
    .filter((correlation) => correlation !== null);
  if (known.length === 0) return { mean: null, least: null };
  return { mean: known.reduce((sum, one) => sum + one, 0) / known.length, least: Math.min(...known) };
}
