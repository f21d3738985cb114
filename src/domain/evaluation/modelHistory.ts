import type { CutCurve } from '../engines/cutCurve.ts';
import { features } from '../engines/model/features.ts';
import { firstModel, type TrainedModel } from '../engines/model/trainedModel.ts';
import { rankCorrelation, signFlips } from './weightStability.ts';

/** One weekly fit, as far as a reader may want to know it. */
export interface ModelFit {
  readonly id: string;
  /** The first morning it was asked on. */
  readonly firstUsed: string;
  readonly trainedThrough: string;
  readonly rows: number;
  readonly sessions: number;
  /** λ of location and of scale; null where nothing beat the mean. */
  readonly penalties: readonly [location: number | null, scale: number | null];
  readonly curve: CutCurve;
  readonly weights: readonly FeatureWeight[];
}

/** Standardised coefficients of one indicator: ordinary days, and log volatility, for one deviation of it. */
export interface FeatureWeight {
  readonly feature: string;
  readonly location: number;
  readonly logScale: number;
}

/** How far the weights of one weekly fit are those of the next; over the fits that weigh anything at all. */
export interface WeightStability {
  readonly fits: number;
  /** Rank correlation of consecutive fits' weights, mean and least; null where none can be had. */
  readonly location: RankStability;
  readonly logScale: RankStability;
  readonly flips: readonly FeatureFlips[];
}

export interface RankStability {
  readonly mean: number | null;
  readonly least: number | null;
}

/** How often an indicator's weight changed its sign from fit to fit. */
export interface FeatureFlips {
  readonly feature: string;
  readonly location: number;
  readonly logScale: number;
}

/** A fit with its first morning; null of a desk without a past. */
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
    weights: features.map(({ id }, place) => ({
      feature: id,
      location: model.location.coefficients[place] ?? 0,
      logScale: model.logScale.coefficients[place] ?? 0,
    })),
  };
}

/** Null below two fits that have seen a row. */
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
    flips: features.map(({ id }, place) => ({
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
