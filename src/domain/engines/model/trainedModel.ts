import { isTooDeep } from '../circuitBreaker.ts';
import { CUT_CURVES, type CutCurve, FIRST_CURVE, isLowCurve } from '../cutCurve.ts';
import { isUniformCutProved } from '../uniformCut.ts';
import { featureIds } from './features.ts';
import { fitLocationScale, type LocationScaleModel, untrainedModel } from './locationScale.ts';
import { sampleOf } from './residualPool.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** A stored model: its training data, and the curve that turns risk into a cut. */
export interface TrainedModel extends LocationScaleModel {
  readonly id: string;
  /** YYYY-MM-DD, the last session of the training data; null for a desk without history. */
  readonly trainedThrough: string | null;
  readonly curve: CutCurve;
  /**
   * The pool's residuals in ten groups of consecutive sessions, for the jackknife interval of P(large loss).
   */
  readonly jackknifeGroups: readonly Float64Array[];
}

/** The record of each curve on one session. */
export type CurveRecord = Pick<
  SessionRecord,
  'judged' | 'rulesCuts' | 'rulesDeepCuts' | 'curveCuts' | 'curveDeepCuts' | 'curveRegrets'
>;

/** Sessions of the training window. */
export const TRAINING_SESSIONS = 500;
/** Sessions of the residual pool. */
export const POOL_SESSIONS = 250;
/** Sessions whose regret chooses the curve; with fewer than 40 the first curve stays. */
export const CURVE_SESSIONS = 250;
const LEAST_CURVE_SESSIONS = 40;
/** The budget of the mean cut: 1.25 times that of the rules, and at least 3 %. */
const BUDGET_OF_RULES = 1.25;
const LEAST_BUDGET_PCT = 3;
/** A curve is rejected if it would trip the circuit breaker on more than this share of sessions. */
const MOST_TRIPS = 0.1;
const JACKKNIFE_GROUPS = 10;
const LARGEST_GROUP = 2_000;

export const firstModel: TrainedModel = {
  ...untrainedModel(featureIds.length),
  id: 'ridge-untrained',
  trainedThrough: null,
  curve: FIRST_CURVE,
  jackknifeGroups: [],
};

/**
 * Fits a model on the last sessions, oldest first. Nothing else goes in: the same sessions give the same
 * model.
 */
export function train(records: readonly SessionRecord[]): TrainedModel {
  const last = records.at(-1);
  if (!last) return firstModel;
  const window = records.slice(-TRAINING_SESSIONS);
  const model = fitLocationScale(window, featureIds.length, POOL_SESSIONS);
  const recent = window.slice(-CURVE_SESSIONS);
  const curve = chooseCurve(recent, isUniformCutProved(recent));
  return {
    ...model,
    id: `ridge-${last.sessionDate}-${fingerprint(model, curve)}`,
    trainedThrough: last.sessionDate,
    curve,
    jackknifeGroups: jackknifeGroupsOf(window.slice(-POOL_SESSIONS)),
  };
}

/**
 * Returns the curve with the least regret among those within the budget that would not trip the circuit
 * breaker often. Without the budget, cutting everyone would look best on any desk, because losses weigh
 * double.
 *
 * A curve that cuts an ordinary trader on an ordinary day is offered only where one cut for everyone has
 * proved itself: on other desks it would earn what any cut earns by chance.
 * @param isLowOffered see `isUniformCutProved`
 */
export function chooseCurve(records: readonly CurveRecord[], isLowOffered: boolean): CutCurve {
  const judged = records.reduce((sum, record) => sum + record.judged, 0);
  if (judged === 0 || records.length < LEAST_CURVE_SESSIONS) return FIRST_CURVE;
  const rulesCuts = records.reduce((sum, record) => sum + record.rulesCuts, 0);
  const budget = Math.max(BUDGET_OF_RULES * (rulesCuts / judged), LEAST_BUDGET_PCT);
  const cuts = sumsOver(records, ({ curveCuts }) => curveCuts);
  const regrets = sumsOver(records, ({ curveRegrets }) => curveRegrets);
  let best = FIRST_CURVE;
  let least = Number.POSITIVE_INFINITY;
  for (const [place, curve] of CUT_CURVES.entries()) {
    if (isLowCurve(curve) && !isLowOffered) continue;
    const regret = regrets[place]! / judged;
    if (cuts[place]! / judged > budget || !(regret < least)) continue;
    if (trips(records, place) > MOST_TRIPS * records.length) continue;
    [best, least] = [curve, regret];
  }
  return best;
}

/** Returns, for each curve, the sum of one figure over the sessions. */
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

/**
 * Returns the number of sessions on which a curve would have tripped the circuit breaker. A model that is
 * switched off every other day is useless.
 */
function trips(records: readonly CurveRecord[], place: number): number {
  return records.filter(
    ({ curveDeepCuts, rulesDeepCuts, judged }) =>
      judged > 0 && isTooDeep((curveDeepCuts[place] ?? 0) / judged, rulesDeepCuts / judged),
  ).length;
}

function jackknifeGroupsOf(records: readonly SessionRecord[]): readonly Float64Array[] {
  const length = Math.ceil(records.length / JACKKNIFE_GROUPS);
  return Array.from({ length: JACKKNIFE_GROUPS }, (_, group) => {
    const sessions = records.slice(group * length, (group + 1) * length);
    return sampleOf(
      sessions.map(({ residuals }) => residuals),
      LARGEST_GROUP,
    ).sort();
  }).filter((residuals) => residuals.length > 0);
}

/**
 * Returns a hash of everything that a forecast depends on, so that an id never stands for two models. FNV-1a
 * over 32-bit words, each folded once: multiplication alone would never spread a sign bit.
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
