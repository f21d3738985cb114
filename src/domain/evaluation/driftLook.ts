import type { ScoreDecay } from '../engines/scoreDecay.ts';
import type { IndicatorDrift } from '../risk/drift/indicatorDrift.ts';
import type { ModelFit } from './modelHistory.ts';
import { rankCorrelation } from './weightStability.ts';

/** What a weekly look finds: whether the desk or the model has changed. */
export interface DriftLook {
  /** The session before whose open the look was made, YYYY-MM-DD. */
  readonly session: string;
  /** How many more sessions indicators need; 0 where they are known. */
  readonly missingSessions: number;
  /** In the order of the registry; empty where sessions are missing. */
  readonly indicators: readonly IndicatorDrift[];
  /** How many more sessions with forecasts the scores need; 0 where they are known. */
  readonly missingScores: number;
  readonly scores: readonly ScoreDecay[];
  /** A score has decayed: the model is fitted again outside the weekly fit. */
  readonly retrain: boolean;
  /** null before the second fit. */
  readonly fits: FitComparison | null;
}

/** The last fit of the model against the one before. */
export interface FitComparison {
  /** The first sessions that were forecast with them. */
  readonly before: string;
  readonly now: string;
  /** Rank correlation of standardised coefficients: 1 is the same order. Null where all are equal. */
  readonly location: number | null;
  readonly logScale: number | null;
  /** Ids of features whose coefficient changed its sign. */
  readonly locationFlips: readonly string[];
  readonly logScaleFlips: readonly string[];
}

/** Compares the last two fits that have training rows; null with fewer. */
export function compareFits(fits: readonly ModelFit[]): FitComparison | null {
  const [before, now] = fits.filter(({ rows }) => rows > 0).slice(-2);
  if (before === undefined || now === undefined) return null;
  const side = (of: (weight: ModelFit['weights'][number]) => number) => {
    const [old, fresh] = [before.weights.map(of), now.weights.map(of)];
    const flipped = now.weights.filter((_, place) => (old[place] ?? 0) * (fresh[place] ?? 0) < 0);
    return { correlation: rankCorrelation(old, fresh), flips: flipped.map(({ feature }) => feature) };
  };
  const location = side((weight) => weight.location);
  const logScale = side((weight) => weight.logScale);
  return {
    before: before.firstUsed,
    now: now.firstUsed,
    location: location.correlation,
    logScale: logScale.correlation,
    locationFlips: location.flips,
    logScaleFlips: logScale.flips,
  };
}
