import { FeatureVector } from '../../indicators/featureVector.ts';
import type { DeskMorning } from '../../indicators/indicator.ts';
import { realisedVolatility } from '../../indicators/realisedVolatility.ts';
import type { SeriesEnd } from '../../indicators/seriesEnd.ts';
import { type FiredRule, firedOnMorning } from '../rules/evaluateRules.ts';
import { type Baseline, baselineOf, swingFeature } from './baselineVolatility.ts';
import { featureIndicators, swingFeatures } from './features.ts';

/** The features that are indicators. */
export const indicatorFeatures = new FeatureVector(featureIndicators);

/** S in dollars, and σ₀. */
export interface TraderBaseline extends Baseline {
  readonly scale: number;
}

/**
 * What a morning knows of one trader alone, through the last active session. Everything of it can be computed
 * before the morning, and stored.
 */
export interface TraderPast extends SeriesEnd {
  /** Active sessions. */
  readonly sessions: number;
  /** S of forecasts, dollars: known from 10 active sessions on. */
  readonly forecastScale: number | null;
  /** The plain volatility, dollars; null below 10 active sessions. */
  readonly volatility: number | null;
  /**
   * k, dollars: the worst 15 % of the last 250 active sessions lost more; negative where even those were
   * gains.
   */
  readonly largeLossThreshold: number;
  /**
   * Whether the volatility lies beyond the 99th percentile of the trader's own past; false while that past is
   * too short.
   */
  readonly hasExtremeVolatility: boolean;
  /** The rules that fire by the last sessions, the deepest cut first. */
  readonly rules: readonly FiredRule[];
  /** Missing sessions of the desk before the last active session. */
  readonly missingBefore: number;
  /** Writes the features that depend on the trader alone from `start` on, NaN = unknown. */
  copyFeatures(numbers: Float64Array, start: number): void;
}

/** Returns S and σ₀ of the morning; null below 10 active sessions, and where S would be 0. */
export function baselineOn(past: TraderPast, { deskCloseRatios }: DeskMorning): TraderBaseline | null {
  const { forecastScale: scale, volatility, realised } = past;
  if (scale === null || volatility === null) return null;
  const known = realised.isKnown ? realisedVolatility(realised, deskCloseRatios) : null;
  const { baselineScale, plainScale, realised: inScales } = baselineOf(scale, volatility, known);
  return { scale, baselineScale, plainScale, realised: inScales };
}

/**
 * Writes the morning's features into `row`, NaN = unknown.
 * @param baseline of the same morning
 * @throws DecisionError `look_ahead` for a past with a session after the previous one
 */
export function writeFeatures(
  row: Float64Array,
  past: TraderPast,
  morning: DeskMorning,
  baseline: Baseline | null = baselineOn(past, morning),
): void {
  past.copyFeatures(row, 0);
  indicatorFeatures.writeMorningPart(row, past, morning);
  const realised = baseline?.realised ?? null;
  for (let place = 0; place < swingFeatures.length; place++)
    row[indicatorFeatures.length + place] =
      baseline === null || realised === null
        ? Number.NaN
        : swingFeature(realised[swingFeatures[place]!.measure], baseline.baselineScale);
}

/**
 * Returns the rules that fire on the next morning, however short the history, the deepest cut first.
 * @param tradedLastSession whether the trader's last active session is the session before the one decided for
 * @param missing how many sessions of the desk before the morning are missing in the store
 */
export function rulesOn(
  { rules, missingBefore }: Pick<TraderPast, 'rules' | 'missingBefore'>,
  tradedLastSession: boolean,
  missing = 0,
): readonly FiredRule[] {
  return missing === missingBefore ? firedOnMorning(rules, tradedLastSession) : [];
}
