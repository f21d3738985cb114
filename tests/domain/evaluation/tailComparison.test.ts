import { describe, expect, it } from 'vitest';
import { TAIL_FIGURES, tailComparison } from '../../../src/domain/evaluation/tailComparison.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';

const sampling = { seed: 5, replicates: 400 };

/** Sessions of a desk with heavy losses, and what cuts make of each. */
function sessions(after: (pnl: number) => number, many = 260) {
  const random = seededRandom(8);
  return Array.from({ length: many }, () => {
    const underBaseLimits = 4_000 * (random() + random() + random() - 1.5) - (random() < 0.06 ? 9_000 : 0);
    return { underBaseLimits, underCutLimits: after(underBaseLimits) };
  });
}

describe('the tail of the desk', () => {
  it('is smaller with cuts that halve bad days: in every figure', () => {
    const tail = tailComparison(
      sessions((pnl) => (pnl < -5_000 ? pnl / 2 : pnl)),
      20,
      sampling,
    );
    expect(tail?.verdict).toBe('helped');
    for (const name of TAIL_FIGURES) expect(tail?.figures[name].improvement.value).toBeGreaterThan(0);
    const { maxDrawdown } = tail?.figures ?? {};
    expect(maxDrawdown?.improvement.value).toBe(
      (maxDrawdown?.before.value ?? 0) - (maxDrawdown?.after.value ?? 0),
    );
  });

  it('is worse with cuts that deepen bad days, although they save more on the whole', () => {
    const deeper = sessions((pnl) => (pnl < -5_000 ? 1.3 * pnl : pnl + 500));
    const net = deeper.reduce(
      (sum, { underBaseLimits, underCutLimits }) => sum + underCutLimits - underBaseLimits,
      0,
    );
    const tail = tailComparison(deeper, 20, sampling);
    expect(net).toBeGreaterThan(0);
    expect(tail?.verdict).toBe('cost');
    expect(tail?.figures.day05.improvement.value).toBeLessThan(0);
  });

  it('is unchanged, to the last figure, where nothing is cut', () => {
    const tail = tailComparison(
      sessions((pnl) => pnl),
      0,
      sampling,
    );
    expect(tail?.verdict).toBe('not enough to tell');
    for (const name of TAIL_FIGURES) {
      const { before, after, improvement } = tail?.figures[name] ?? {};
      expect(after).toEqual(before);
      expect(improvement).toEqual({ value: 0, interval: [0, 0] });
    }
  });

  it('has no verdict below 100 sessions, nor below ten days with an effect', () => {
    const halved = (many: number) => sessions((pnl) => (pnl < -5_000 ? pnl / 2 : pnl), many);
    const verdict = (many: number, bindingDays: number) =>
      tailComparison(halved(many), bindingDays, sampling)?.verdict;
    expect([verdict(99, 20), verdict(260, 9)]).toEqual(['not enough to tell', 'not enough to tell']);
    expect(verdict(100, 10)).not.toBe('not enough to tell');
  });

  it('resamples both results of a session together, so that equal changes of all days are certain', () => {
    const tail = tailComparison(
      sessions((pnl) => pnl + 100),
      20,
      sampling,
    );
    for (const name of ['worstDay', 'day05', 'shortfall05'] as const) {
      const { value, interval } = tail?.figures[name].improvement ?? { value: 0, interval: [0, 0] };
      expect(value).toBeCloseTo(100, 6);
      expect(interval[0]).toBeCloseTo(100, 6);
      expect(interval[1]).toBeCloseTo(100, 6);
    }
  });

  it('is null without a session', () => {
    expect(tailComparison([], 0, sampling)).toBeNull();
  });
});
