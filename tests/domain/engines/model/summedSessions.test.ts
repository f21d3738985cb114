import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { type SessionSums, SummedSessions } from '../../../../src/domain/engines/model/summedSessions.ts';
import { randomRow, sumsOfRows } from '../../../support/plainRidge.ts';

const random = createRandom(5, 'summed sessions');
const rows = Array.from({ length: 40 }, () => Array.from({ length: 3 }, () => randomRow(random, 4)));
const fresh = (from = 0): SessionSums[] =>
  rows.slice(from).map((session, place) => ({ ordinal: from + place, sums: sumsOfRows(session, 4, 2) }));

describe('sums of a stretch of sessions', () => {
  const sessions = new SummedSessions(fresh());

  it.each([
    [0, 40],
    [0, 5],
    [3, 4],
    [4, 11],
    [5, 9],
    [17, 38],
  ])('are those of its rows, from %d up to %d', (from, to) => {
    const found = sessions.between(from, to);
    const expected = sumsOfRows(rows.slice(from, to).flat(), 4, 2);
    expect(found?.rows).toBe(3 * (to - from));
    for (const [place, value] of expected.packed.entries())
      expect(found?.packed[place]).toBeCloseTo(value, 9);
  });

  it('are none of no session', () => {
    expect(sessions.between(7, 7)).toBeNull();
    expect(new SummedSessions([]).between(0, 0)).toBeNull();
  });

  it('come to the same last digit in a window that begins later, and whatever was asked before', () => {
    const later = new SummedSessions(fresh(7));
    for (const [from, to] of [
      [7, 40],
      [12, 31],
      [8, 13],
    ] as const) {
      expect(later.between(from - 7, to - 7)?.packed).toEqual(sessions.between(from, to)?.packed);
      expect(new SummedSessions(fresh()).between(from, to)?.packed).toEqual(
        sessions.between(from, to)?.packed,
      );
    }
  });

  it('are never those of a week that began alike and went on otherwise', () => {
    const [first, second, ...others] = fresh();
    const week = [first, second, ...others.slice(0, 3)] as SessionSums[];
    const otherWeek = [first, second, ...others.slice(3, 6)].map((session, ordinal) => ({
      ...(session as SessionSums),
      ordinal,
    }));
    new SummedSessions(week).between(0, 5);
    const expected = sumsOfRows([...rows.slice(0, 2), ...rows.slice(5, 8)].flat(), 4, 2);
    expect(new SummedSessions(otherWeek).between(0, 5)?.sum(0)).toBeCloseTo(expected.sum(0), 9);
  });
});
