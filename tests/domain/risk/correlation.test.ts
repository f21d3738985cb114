import { sampleCorrelation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { correlationsOf } from '../../../src/domain/risk/correlation.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';

const returns = (trader: string, netPnl: readonly (number | null)[]) => ({ trader, netPnl });

describe('the correlation of traders', () => {
  it('is Pearson’s r of the example', () => {
    const { pairs } = correlationsOf([returns('B', [20, -30, 10, -60]), returns('A', [10, -20, 30, -40])], 4);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ first: 'A', second: 'B', commonSessions: 4 });
    expect(pairs[0]?.correlation).toBeCloseTo(3200 / Math.sqrt(2900 * 4100), 12);
  });

  it('equals that of simple-statistics over the common sessions of random traders', () => {
    const random = seededRandom(7);
    const traders = ['A', 'B', 'C', 'D', 'E'].map((trader) =>
      returns(
        trader,
        Array.from({ length: 60 }, () => (random() < 0.1 ? null : 1e4 * (random() - 0.5))),
      ),
    );
    const { pairs, notKnown } = correlationsOf(traders);
    expect(pairs.length + notKnown).toBe(10);
    expect(pairs.length).toBeGreaterThan(5);
    const pnlOf = (name: string) => traders.find(({ trader }) => trader === name)?.netPnl ?? [];
    for (const { first, second, correlation, commonSessions } of pairs) {
      const common = pnlOf(first).flatMap((x, at) => {
        const y = pnlOf(second)[at] ?? null;
        return x === null || y === null ? [] : [[x, y] as const];
      });
      expect(commonSessions).toBe(common.length);
      const plain = sampleCorrelation(
        common.map(([x]) => x),
        common.map(([, y]) => y),
      );
      expect(correlation).toBeCloseTo(plain, 10);
    }
  });

  it('needs 40 common sessions', () => {
    const up = Array.from({ length: 60 }, (_, day) => day);
    const shortBy = (days: number) => up.map((value) => (value < days ? null : -value));
    expect(correlationsOf([returns('A', up), returns('B', shortBy(20))]).pairs).toEqual([
      { first: 'A', second: 'B', correlation: -1, commonSessions: 40 },
    ]);
    expect(correlationsOf([returns('A', up), returns('B', shortBy(21))])).toEqual({ pairs: [], notKnown: 1 });
  });

  it('is not known where the P&L of a trader never changes, also within rounding', () => {
    const up = Array.from({ length: 60 }, (_, day) => day);
    const flat = up.map((value) => 0.1 + (value % 2) * 1e-17);
    expect(correlationsOf([returns('A', up), returns('B', flat)])).toEqual({ pairs: [], notKnown: 1 });
  });

  it('does not depend on the size of a trader, and is 1 for twins', () => {
    const up = Array.from({ length: 60 }, (_, day) => (day % 7) - (day % 3));
    const scaled = up.map((value) => 1e-8 * value);
    expect(correlationsOf([returns('A', up), returns('B', scaled)]).pairs[0]?.correlation).toBeCloseTo(1, 12);
  });

  it('puts the highest pair first', () => {
    const up = Array.from({ length: 60 }, (_, day) => day % 9);
    const mixed = up.map((value, day) => value + 3 * (day % 2));
    const { pairs } = correlationsOf([
      returns('A', up),
      returns(
        'B',
        up.map((v) => -v),
      ),
      returns('C', mixed),
    ]);
    expect(pairs.map(({ first, second }) => first + second)).toEqual(['AC', 'BC', 'AB']);
  });
});
