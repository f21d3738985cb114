import { isTooDeep } from '../circuitBreaker.ts';
import { CUT_CURVES, type CutCurve, FIRST_CURVE } from '../cutCurve.ts';
import { features } from './features.ts';
import { fitLocationScale, type LocationScaleModel, untrainedModel } from './locationScale.ts';
import { sampleOf } from './residualPool.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** A model as it is kept: what it was trained on and through when, and the curve that turns its risk into a cut. */
export interface TrainedModel extends LocationScaleModel {
  readonly id: string;
  /** YYYY-MM-DD, the last session it has seen; null of a desk without a past. */
  readonly trainedThrough: string | null;
  readonly curve: CutCurve;
  /** The pool's residuals in time order, in ten stretches: how far P(large loss) depends on when one looked. */
  readonly jackknifeGroups: readonly Float64Array[];
}

/** What each curve would have come to on one session. */
export type CurveRecord = Pick<
  SessionRecord,
  'judged' | 'rulesCuts' | 'rulesDeepCuts' | 'curveCuts' | 'curveDeepCuts' | 'curveRegrets'
>;

/** Sessions that a fit looks back on. */
export const TRAINING_SESSIONS = 500;
/** Sessions whose residuals make the distribution. */
const POOL_SESSIONS = 250;
/** Sessions whose regret chooses the curve, and how few of them are too few. */
export const CURVE_SESSIONS = 250;
const LEAST_CURVE_SESSIONS = 40;
/** The model may cut as much as the rules do, on average, and this much more; and always this much, percent. */
const BUDGET_OF_RULES = 1.25;
const LEAST_BUDGET_PCT = 3;
/** Share of sessions on which a curve may ask for more deep cuts than the circuit breaker lets pass. */
const MOST_TRIPS = 0.1;
const STRETCHES = 10;
const LARGEST_STRETCH = 2_000;

export const firstModel: TrainedModel = {
  ...untrainedModel(features.length),
  id: 'ridge-untrained',
  trainedThrough: null,
  curve: FIRST_CURVE,
  jackknifeGroups: [],
};

/** Fits everything anew on the last sessions, oldest first; nothing else goes in, so the same sessions give the same model. */
export function train(records: readonly SessionRecord[]): TrainedModel {
  const last = records.at(-1);
  if (!last) return firstModel;
  const window = records.slice(-TRAINING_SESSIONS);
  const model = fitLocationScale(window, features.length, POOL_SESSIONS);
  const curve = chooseCurve(window.slice(-CURVE_SESSIONS));
  return {
    ...model,
    id: `ridge-${last.sessionDate}-${fingerprint(model, curve)}`,
    trainedThrough: last.sessionDate,
    curve,
    jackknifeGroups: jackknifeGroupsOf(window.slice(-POOL_SESSIONS)),
  };
}

/**
 * The curve with the least regret among those that would neither have cut much more than the rules did nor tripped the breaker
 * often: with losses weighing double, cutting everybody would look best on any desk.
 */
export function chooseCurve(records: readonly CurveRecord[]): CutCurve {
  const judged = records.reduce((sum, record) => sum + record.judged, 0);
  if (judged === 0 || records.length < LEAST_CURVE_SESSIONS) return FIRST_CURVE;
  const rulesCuts = records.reduce((sum, record) => sum + record.rulesCuts, 0);
  const budget = Math.max(BUDGET_OF_RULES * (rulesCuts / judged), LEAST_BUDGET_PCT);
  const cuts = sumsOver(records, ({ curveCuts }) => curveCuts);
  const regrets = sumsOver(records, ({ curveRegrets }) => curveRegrets);
  let best = FIRST_CURVE;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, curve] of CUT_CURVES.entries()) {
    const regret = regrets[place]! / judged;
    if (cuts[place]! / judged > budget || !(regret < least)) continue;
    if (trips(records, place) > MOST_TRIPS * records.length) continue;
    [best, least] = [curve, regret];
  }
  return best;
}

/** Of one figure of each curve, the sum over the sessions. */
function sumsOver(
  records: readonly CurveRecord[],
  of: (record: CurveRecord) => ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(CUT_CURVES.length);
  for (const record of records) {
    const values = of(record);
    for (let place = 0; place < sums.length; place++) sums[place] = sums[place]! + (values[place] ?? 0);
  }
  return sums;
}

/** Sessions on which a curve would have tripped the circuit breaker: a model that is switched off every other day is none. */
function trips(records: readonly CurveRecord[], place: number): number {
  return records.filter(
    ({ curveDeepCuts, rulesDeepCuts, judged }) =>
      judged > 0 && isTooDeep((curveDeepCuts[place] ?? 0) / judged, rulesDeepCuts / judged),
  ).length;
}

function jackknifeGroupsOf(records: readonly SessionRecord[]): readonly Float64Array[] {
  const length = Math.ceil(records.length / STRETCHES);
  return Array.from({ length: STRETCHES }, (_, stretch) => {
    const sessions = records.slice(stretch * length, (stretch + 1) * length);
    return sampleOf(
      sessions.map(({ residuals }) => residuals),
      LARGEST_STRETCH,
    ).sort();
  }).filter((residuals) => residuals.length > 0);
}

/**
 * A hash of everything that a forecast depends on, so that an id never stands for two models: FNV-1a by words of 32 bits, each folded
 * down once, for a product alone carries a sign bit nowhere.
 */
function fingerprint(model: LocationScaleModel, curve: CutCurve): string {
  const { location, logScale, standardisation, pool } = model;
  const { means, deviations } = standardisation;
  const ends = Float64Array.of(location.intercept, curve.beginsAt, curve.fullAt);
  let hash = 0x811c9dc5;
  for (const numbers of [ends, location.coefficients, logScale.coefficients, means, deviations, pool.values])
    hash = hashed(numbers, hash);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function hashed(numbers: Float64Array, start: number): number {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  let hash = start;
  for (let place = 0; place < words.length; place++) {
    hash = Math.imul(hash ^ words[place]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}
