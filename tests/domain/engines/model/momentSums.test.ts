import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { MomentSums } from '../../../../src/domain/engines/model/momentSums.ts';
import {
  standardisationOf,
  standardise,
  standardiseTarget,
} from '../../../../src/domain/engines/model/standardised.ts';
import {
  type PlainRow,
  plainScaling,
  plainStandardised,
  randomRow,
  sumsOfRows,
} from '../../../support/plainRidge.ts';

const FEATURES = 6;
const random = createRandom(5, 'moment sums');
const rows = Array.from({ length: 90 }, () => randomRow(random, FEATURES));
/** Sessions of 0 to 9 rows each. */
const sessions = Array.from({ length: 19 }, (_, at) => rows.slice(((at - 1) * at) / 4, ((at + 1) * at) / 4));
const sumsOf = (of: readonly PlainRow[]) => sumsOfRows(of, FEATURES, 2);

describe('the sums of training rows', () => {
  it('are those of the rows, one by one, unknown features left out', () => {
    const sums = sumsOf(rows);
    const known = (row: PlainRow, i: number) => !Number.isNaN(row.features[i]);
    const value = (row: PlainRow, i: number) => (known(row, i) ? (row.features[i] ?? 0) : 0);
    const target = (row: PlainRow, t: number) => row.targets[t] ?? 0;
    const over = (of: (row: PlainRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
    expect(sums.rows).toBe(rows.length);
    for (let i = 0; i < FEATURES; i++) {
      expect(sums.sum(i)).toBeCloseTo(
        over((row) => value(row, i)),
        9,
      );
      expect(sums.missing(i)).toBe(over((row) => (known(row, i) ? 0 : 1)));
      for (let j = 0; j < FEATURES; j++) {
        expect(sums.product(i, j)).toBeCloseTo(
          over((row) => value(row, i) * value(row, j)),
          8,
        );
        expect(sums.sumWhereMissing(i, j)).toBeCloseTo(
          over((row) => (known(row, j) ? 0 : value(row, i))),
          9,
        );
        expect(sums.bothMissing(i, j)).toBe(over((row) => (known(row, i) || known(row, j) ? 0 : 1)));
      }
      for (let t = 0; t < 2; t++) {
        expect(sums.targetProduct(i, t)).toBeCloseTo(
          over((row) => value(row, i) * target(row, t)),
          8,
        );
        expect(sums.targetSumWhereMissing(i, t)).toBeCloseTo(
          over((row) => (known(row, i) ? 0 : target(row, t))),
          9,
        );
      }
    }
    expect([0, 1].map((t) => sums.targetSum(t))).toEqual([0, 1].map((t) => over((row) => target(row, t))));
    expect(sums.targetSquares(1)).toBeCloseTo(
      over((row) => target(row, 1) ** 2),
      9,
    );
  });

  it.each([1, 3, 4, 5, 8, 19])('of %d sessions add up to those of all their rows', (count) => {
    const some = sessions.slice(-count);
    const merged = new MomentSums(FEATURES, 2);
    merged.merge(some.map(sumsOf));
    const together = sumsOf(some.flat());
    expect(merged.rows).toBe(together.rows);
    for (const [place, value] of merged.packed.entries())
      expect(value).toBeCloseTo(together.packed[place] ?? Number.NaN, 8);
  });

  it('come back from the store to the last bit', () => {
    const stored = new MomentSums(FEATURES, 2, Float64Array.from(sumsOf(rows).packed));
    expect(stored).toEqual(sumsOf(rows));
    expect(stored.product(2, 4)).toBe(sumsOf(rows).product(2, 4));
  });

  it('refuse sums of another shape, from the store or from another desk', () => {
    const odd = { code: 'moment_sums', message: expect.stringContaining('expected 120') };
    expect(() => new MomentSums(FEATURES, 2, new Float64Array(119))).toThrow(expect.objectContaining(odd));
    expect(() => sumsOf([]).merge([new MomentSums(FEATURES + 1, 2)])).toThrow(expect.objectContaining(odd));
  });
});

describe('standardised sums', () => {
  const scaling = plainScaling(rows);
  const standardisation = standardisationOf(sumsOf(rows));

  it('take mean and population deviation from the rows in which a feature is known', () => {
    for (let i = 0; i < FEATURES; i++) {
      expect(standardisation.means[i]).toBeCloseTo(scaling.means[i] ?? 0, 10);
      expect(standardisation.deviations[i]).toBeCloseTo(scaling.deviations[i] ?? 0, 10);
    }
  });

  it.each([
    ['the rows they were standardised by', rows],
    ['other rows, seen with the first ones’ eyes', rows.slice(60)],
    ['no rows', []],
  ])('are the sums of standardised rows: %s', (_, seen) => {
    const x = seen.map((row) => plainStandardised(row, scaling));
    const over = (of: (x: readonly number[], row: number) => number) =>
      x.reduce((sum, row, at) => sum + of(row, at), 0);
    const sums = standardise(sumsOf(seen), standardisation);
    for (let i = 0; i < FEATURES; i++) {
      expect(sums.sums[i]).toBeCloseTo(
        over((row) => row[i] ?? 0),
        9,
      );
      for (let j = 0; j < FEATURES; j++)
        expect(sums.gram[i]?.[j]).toBeCloseTo(
          over((row) => (row[i] ?? 0) * (row[j] ?? 0)),
          8,
        );
      for (const t of [0, 1])
        expect(standardiseTarget(sumsOf(seen), t, standardisation).products[i]).toBeCloseTo(
          over((row, at) => (row[i] ?? 0) * (seen[at]?.targets[t] ?? 0)),
          9,
        );
    }
  });

  it.each([
    ['always the same', [3.1, 3.1, 3.1]],
    ['never known', [Number.NaN, Number.NaN, Number.NaN]],
  ])('leave out a feature that is %s', (_, values) => {
    const sums = sumsOfRows(
      values.map((value, at) => ({ features: Float64Array.of(value, at), targets: Float64Array.of(at) })),
      2,
      1,
    );
    const known = standardisationOf(sums);
    expect(known.deviations[0]).toBe(0);
    expect(standardise(sums, known).gram[0]).toEqual(Float64Array.of(0, 0));
    expect(standardiseTarget(sums, 0, known).products[0]).toBe(0);
  });
});
