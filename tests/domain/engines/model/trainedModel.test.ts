import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { CUT_CURVES, FIRST_CURVE } from '../../../../src/domain/engines/cutCurve.ts';
import { featureIds } from '../../../../src/domain/engines/model/features.ts';
import { MomentSums } from '../../../../src/domain/engines/model/momentSums.ts';
import type { SessionRecord } from '../../../../src/domain/engines/model/sessionRecord.ts';
import {
  chooseCurve,
  firstModel,
  TRAINING_SESSIONS,
  train,
} from '../../../../src/domain/engines/model/trainedModel.ts';
import { EMPTY_RECORD } from '../../../../src/domain/outcome/cutRecord.ts';
import { dateAfter } from '../../../support/facts.ts';
import { sessionScore } from '../../../support/sessionScores.ts';

const random = createRandom(13, 'trained model');

/** A session of four trader-days, judged as a test wants it. */
function record(at: number, overrides: Partial<SessionRecord> = {}): SessionRecord {
  const sums = new MomentSums(featureIds.length, 2);
  for (let row = 0; row < 4; row++) {
    sums.add(
      Float64Array.from(featureIds, () => random.normal()),
      Float64Array.of(random.normal(), random.normal()),
    );
  }
  return {
    sessionDate: dateAfter('2023-01-02', at),
    ordinal: at,
    sums,
    residuals: Float64Array.from({ length: 4 }, () => random.normal()),
    score: sessionScore(),
    curveRegrets: new Float64Array(CUT_CURVES.length).fill(4),
    curveCuts: new Float64Array(CUT_CURVES.length),
    curveDeepCuts: new Float64Array(CUT_CURVES.length),
    rulesDeepCuts: 0,
    rulesCuts: 40,
    judged: 4,
    uniformCuts: null,
    cutRecord: EMPTY_RECORD,
    drawnCloses: new Map(),
    residualTraders: [],
    traders: new Map(),
    modelId: 'a model',
    gate: null,
    cutProof: null,
    noCutRegret: 4,
    cutOutcomes: { net: 0, uncut: new Float64Array(), cut: new Float64Array() },
    ...overrides,
  };
}

const records = (count: number, overrides: Partial<SessionRecord> = {}) =>
  Array.from({ length: count }, (_, at) => record(at, overrides));
const perCurve = (of: (place: number) => number) => Float64Array.from(CUT_CURVES, (_, place) => of(place));

describe('the curve', () => {
  // The rules cut 10 % on average, so that the model may cut 12.5 %.
  it.each<[string, Partial<SessionRecord>, number | null]>([
    ['with the least regret', { curveRegrets: perCurve((c) => (c === 7 ? 1 : 2)) }, 7],
    ['that comes first, of equals', { curveRegrets: perCurve((c) => (c === 4 || c === 9 ? 1 : 2)) }, 4],
    [
      'with the least regret within the budget',
      { curveRegrets: perCurve((c) => c), curveCuts: perCurve((c) => (c < 5 ? 51 : 50)) },
      5,
    ],
    [
      'within 3 % where the rules do not cut at all',
      { rulesCuts: 0, curveRegrets: perCurve((c) => c), curveCuts: perCurve((c) => (c < 2 ? 13 : 12)) },
      2,
    ],
    [
      'with the least regret that would not trip the breaker',
      { curveRegrets: perCurve((c) => c), curveDeepCuts: perCurve((c) => (c < 3 ? 3 : 2)) },
      3,
    ],
    [
      'with the least regret, deep cuts or not, where the rules cut as deep',
      { curveRegrets: perCurve((c) => c), curveDeepCuts: perCurve((c) => (c < 3 ? 3 : 2)), rulesDeepCuts: 3 },
      0,
    ],
    ['it began with, where every one is beyond the budget', { curveCuts: perCurve(() => 60) }, null],
    ['it began with, where no day could be judged', { judged: 0, rulesCuts: 0 }, null],
  ])('is the one %s', (_, overrides, place) => {
    const expected = place === null ? FIRST_CURVE : CUT_CURVES[place];
    expect(chooseCurve(records(60, overrides), true)).toEqual(expected);
  });

  it('stays the first curve with fewer than 40 sessions', () => {
    const good = { curveRegrets: perCurve((c) => (c === 7 ? 1 : 2)) };
    expect(chooseCurve(records(39, good), true)).toEqual(FIRST_CURVE);
    expect(chooseCurve(records(40, good), true)).toEqual(CUT_CURVES[7]);
  });

  it('cuts no ordinary trader on an ordinary day where one cut for everyone has not proved itself', () => {
    const low = records(60, { curveRegrets: perCurve((c) => c) });
    expect(chooseCurve(low, true).beginsAt).toBe(0.4);
    expect(chooseCurve(low, false)).toEqual(CUT_CURVES.find(({ beginsAt }) => beginsAt === 1.3));
    const onlyLow = records(60, { curveCuts: perCurve((c) => (c < 9 ? 0 : 60)) });
    expect(chooseCurve(onlyLow, false)).toEqual(FIRST_CURVE);
  });

  it('of a training is low only after 120 sessions on which one cut for everyone saved money', () => {
    const saves = { nets: Float64Array.from({ length: 17 }, (_, cut) => 100 * cut), cuts: 40, cutDays: 1 };
    const low = { curveRegrets: perCurve((c) => c), uniformCuts: saves };
    expect(train(records(119, low)).curve.beginsAt).toBe(1.3);
    expect(train(records(120, low)).curve.beginsAt).toBe(0.4);
    expect(train(records(300, { ...low, uniformCuts: null })).curve.beginsAt).toBe(1.3);
  });
});

describe('a trained model', () => {
  const past = records(1_000);

  it('depends on nothing but the sessions of its window', () => {
    const model = train(past.slice(-TRAINING_SESSIONS));
    expect(train(past)).toEqual(model);
    expect(model).toMatchObject({ trainedThrough: past.at(-1)?.sessionDate, sessions: TRAINING_SESSIONS });
  });

  it('costs the same to fit after 1,000 sessions as after 500: it reads as many sums', () => {
    const readsOf = (count: number) => {
      let reads = 0;
      // New sums: the old ones already hold the sums of their weeks.
      const fresh = past.map((record) => ({
        ...record,
        sums: new MomentSums(record.sums.features, record.sums.targets, record.sums.packed),
      }));
      const counted = fresh.slice(0, count).map(({ sums, ...rest }) => ({
        ...rest,
        get sums() {
          reads++;
          return sums;
        },
      }));
      train(counted);
      return reads;
    };
    expect(readsOf(1_000)).toBe(readsOf(TRAINING_SESSIONS));
    expect(readsOf(100)).toBeLessThanOrEqual(readsOf(TRAINING_SESSIONS));
    expect(readsOf(1_000)).toBeGreaterThan(0);
  });

  it('has an id of its own, and the same again for the same sessions', () => {
    const model = train(past.slice(0, 120));
    expect(model.id).toMatch(/^ridge-2023-05-01-[0-9a-f]{8}$/);
    expect(train(past.slice(0, 120)).id).toBe(model.id);
    const corrected = [...past.slice(0, 119), record(119)];
    expect(train(corrected).id).not.toBe(model.id);
  });

  it('is the first one on a desk without a past', () => {
    expect(train([])).toBe(firstModel);
    expect(firstModel).toMatchObject({ id: 'ridge-untrained', trainedThrough: null, curve: FIRST_CURVE });
  });
});
