import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/adapters/demo/simulation/random.ts';
import { ResidualPool } from '../../../../src/domain/engines/model/residualPool.ts';
import { tailWidening } from '../../../../src/domain/engines/model/tailWidening.ts';
import {
  type UsualShortfall,
  usualShortfallDollars,
  withBound,
} from '../../../../src/domain/engines/model/usualShortfall.ts';

const random = createRandom(14, 'tails');
/** `common` is the share of the variance that all traders of a session have in common. */
function sessionsOf(count: number, traders: number, common: number): Float64Array[] {
  return Array.from({ length: count }, () => {
    const market = Math.sqrt(common) * random.normal();
    return Float64Array.from({ length: traders }, () => market + Math.sqrt(1 - common) * random.normal());
  });
}

describe('the mean of a pool below a quantile', () => {
  const pool = new ResidualPool(Float64Array.of(-3, -1, 0, 1, 2));

  it('is the integral of the quantile function', () => {
    expect(pool.meanBelow(0.25)).toBe(-2);
    expect(pool.meanBelow(0.125)).toBe(-2.5);
    expect(pool.meanBelow(1)).toBeCloseTo((-2 - 0.5 + 0.5 + 1.5) / 4, 12);
  });

  it('equals a sum over 100,000 quantiles, and is never above the quantile', () => {
    const drawn = ResidualPool.of(sessionsOf(20, 15, 0));
    for (const level of [0.01, 0.034, 0.05, 0.12]) {
      let sum = 0;
      for (let step = 0; step < 100_000; step++) sum += drawn.quantile((level * (step + 0.5)) / 100_000);
      expect(drawn.meanBelow(level)).toBeCloseTo(sum / 100_000, 6);
      expect(drawn.meanBelow(level)).toBeLessThan(drawn.quantile(level));
    }
  });
});

describe('how much further the tail may reach', () => {
  it('is not known from fewer than 20 sessions with residuals', () => {
    expect(tailWidening(sessionsOf(19, 12, 0))).toBeNull();
    expect(tailWidening([...sessionsOf(19, 12, 0), new Float64Array(0)])).toBeNull();
  });

  it('is at least 1, and nearer to 1 with more sessions', () => {
    const few = tailWidening(sessionsOf(25, 12, 0)) ?? 0;
    const many = tailWidening(sessionsOf(250, 12, 0)) ?? 0;
    expect(many).toBeGreaterThan(1);
    expect(few).toBeGreaterThan(many);
  });

  it('is larger where traders lose on the same days', () => {
    const apart = tailWidening(sessionsOf(120, 12, 0)) ?? 0;
    const together = tailWidening(sessionsOf(120, 12, 0.8)) ?? 0;
    expect(together).toBeGreaterThan(apart);
  });

  it('is found from every k-th residual of a large desk', () => {
    expect(tailWidening(sessionsOf(60, 400, 0))).toBeLessThan(1.1);
  });
});

describe('the usual bound of a trader', () => {
  const usualOf = (bounds: readonly (number | null)[]) =>
    bounds.reduce<UsualShortfall | null>(withBound, null);

  it('is the mean of the logarithms', () => {
    const usual = usualOf([1_000, 2_000, 4_000]);
    expect(Math.exp(usual?.meanLog ?? 0)).toBeCloseTo(2_000, 9);
    expect(usualShortfallDollars(usual)).toBeNull();
    expect(usualShortfallDollars(usualOf(Array(20).fill(2_000)))).toBeCloseTo(2_000, 9);
  });

  it('leaves out unknown bounds, and bounds that are no loss', () => {
    expect(usualOf([1_000, null, -5, 0])).toEqual(usualOf([1_000]));
  });

  it('forgets old sessions', () => {
    const usual = usualOf([...Array(250).fill(1_000), ...Array(500).fill(2_000)]);
    expect(Math.exp(usual?.meanLog ?? 0)).toBeGreaterThan(1_950);
    expect(usual?.sessions).toBe(125);
  });
});
