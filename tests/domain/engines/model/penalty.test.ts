import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import {
  choosePenalties,
  foldsOf,
  PENALTIES_PER_ROW,
  penaltiesFor,
} from '../../../../src/domain/engines/model/penalty.ts';
import { SummedSessions } from '../../../../src/domain/engines/model/summedSessions.ts';
import { mean } from '../../../../src/domain/statistics/descriptive.ts';
import {
  type PlainRow,
  plainPrediction,
  plainRidge,
  plainScaling,
  plainStandardised,
  randomRow,
  sumsOfRows,
} from '../../../support/plainRidge.ts';

const FEATURES = 3;

describe('the folds that a penalty is chosen on', () => {
  it.each<[number, readonly (readonly number[])[]]>([
    [0, []],
    [63, []],
    [64, [[0, 42, 43, 64]]],
    [
      100,
      [
        [0, 78, 79, 100],
        [0, 57, 58, 79],
      ],
    ],
    [
      300,
      [
        [152, 278, 279, 300],
        [131, 257, 258, 279],
        [110, 236, 237, 258],
        [89, 215, 216, 237],
        [68, 194, 195, 216],
        [47, 173, 174, 195],
      ],
    ],
  ])('of %d sessions are, newest first, [train from, to, test from, to]: %j', (sessions, expected) => {
    const folds = foldsOf(sessions).map((fold) => [fold.trainFrom, fold.trainTo, fold.testFrom, fold.testTo]);
    expect(folds).toEqual(expected);
  });

  it('train before an embargoed session and test after it, never twice on a session, however many there are', () => {
    for (let sessions = 0; sessions <= 600; sessions++) {
      let tested = sessions;
      for (const { trainFrom, trainTo, testFrom, testTo } of foldsOf(sessions)) {
        expect(testTo).toBe(tested);
        expect(testFrom - trainTo).toBe(1);
        expect(trainFrom).toBeGreaterThanOrEqual(0);
        tested = testFrom;
      }
    }
  });
});

describe('the penalty', () => {
  it.each([
    ['strong and weak', 1, 4],
    ['drowned in noise', 30, 4],
    ['hardly there', 9, 3],
    ['of a larger desk', 6, 8],
    ['of a larger desk, clear', 3, 8],
  ])('is the one that a plain loop over rows finds best: a signal %s', (key, noise, rowsASession) => {
    const sessions = simulated(key, 140, rowsASession, noise);
    const chosen = choosePenalties(summed(sessions), 2);
    expect(chosen).toEqual([0, 1].map((target) => plainChoice(sessions, target)));
  });

  it('is known where features tell something, and not where they tell nothing', () => {
    const clear = summed(simulated('clear', 140, 6, 0.5));
    const [ofSignal, ofNoise] = choosePenalties(clear, 2);
    expect(ofSignal).toBe(PENALTIES_PER_ROW[0]);
    expect(penaltiesFor(clear, 700, 2)).toEqual([700 * (PENALTIES_PER_ROW[0] ?? 0), 3_100]);
    expect(ofNoise).toBeNull();
  });

  it.each([
    ['sessions', 63, 6],
    ['folds', 105, 6],
    ['rows in a fold', 140, 1],
  ])('is not known with too few %s', (_, sessions, rowsASession) => {
    const few = summed(simulated('few', sessions, rowsASession, 0.1));
    expect(choosePenalties(few, 2)).toEqual([null, null]);
    expect(penaltiesFor(few, 500, 2)).toEqual([2_500, 2_500]);
  });
});

function summed(sessions: readonly (readonly PlainRow[])[]): SummedSessions {
  return new SummedSessions(
    sessions.map((rows, ordinal) => ({ ordinal, sums: sumsOfRows(rows, FEATURES, 2) })),
  );
}

/** Sessions whose first target is a signal and noise, and whose second is chance. */
function simulated(key: string, count: number, rowsASession: number, noise: number): PlainRow[][] {
  const random = createRandom(7, `penalty ${key}`);
  return Array.from({ length: count }, () =>
    Array.from({ length: rowsASession }, () => {
      const row = randomRow(random, FEATURES);
      return { ...row, targets: row.targets.map((y, t) => (t === 0 ? y + noise * random.normal() : y)) };
    }),
  );
}

/**
 * The plain oracle: loops over every row of every fold, solves by elimination, and needs a gain of one
 * standard error.
 */
function plainChoice(sessions: readonly (readonly PlainRow[])[], target: number): number | null {
  const errorsOf = (perRow: number) =>
    foldsOf(sessions.length).map(({ trainFrom, trainTo, testFrom, testTo }) => {
      const train = sessions.slice(trainFrom, trainTo).flat();
      return plainError(train, sessions.slice(testFrom, testTo).flat(), target, perRow);
    });
  const ofMean = errorsOf(Number.POSITIVE_INFINITY);
  const choices = PENALTIES_PER_ROW.map((perRow) => {
    const gains = errorsOf(perRow).map((error, fold) => (ofMean[fold] ?? 0) - error);
    return { perRow, gain: mean(gains) ?? 0, luck: standardError(gains) };
  });
  const [best] = choices.filter(({ gain, luck }) => gain > luck).toSorted((a, b) => b.gain - a.gain);
  return best?.perRow ?? null;
}

function plainError(train: readonly PlainRow[], test: readonly PlainRow[], target: number, perRow: number) {
  const scaling = plainScaling(train);
  const answers = train.map(({ targets }) => targets[target] ?? 0);
  // A penalty of 10^12 per row equals the mean alone to every digit that the comparison sees.
  const penalty = Math.min(perRow, 1e12) * train.length;
  const fit = plainRidge(
    train.map((row) => plainStandardised(row, scaling)),
    answers,
    penalty,
  );
  return test.reduce((sum, row) => {
    const said = plainPrediction(fit, plainStandardised(row, scaling));
    return sum + ((row.targets[target] ?? 0) - said) ** 2;
  }, 0);
}

function standardError(values: readonly number[]): number {
  const centre = mean(values) ?? 0;
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
