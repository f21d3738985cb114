import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import {
  type CutOutcomes,
  proveCuts,
  tailGain,
  whyCutsAreOff,
} from '../../../src/domain/engines/cutProof.ts';
import { quantile } from '../../../src/domain/statistics/descriptive.ts';

const MORNING = '2026-09-01';

/** A session on which one trader lost `loss` and three others nothing; the cut adds `effect` to it. */
function session(loss: number, effect: number): CutOutcomes {
  const uncut = Float64Array.of(-loss, 0, 0, 0);
  return { net: effect, uncut, cut: Float64Array.of(-loss + effect, 0, 0, 0) };
}

const sessions = (count: number, effectOf: (at: number) => number, loss = 1_000) =>
  Array.from({ length: count }, (_, at) => session(loss, effectOf(at)));
const why = (outcomes: readonly CutOutcomes[], requireProof = false) =>
  whyCutsAreOff(proveCuts(outcomes, MORNING), requireProof);
/** The worst day of the month stays as bad, so that the tail stays; ordinary days cost. */
const costly = (at: number) => (at % 20 === 0 ? 0 : -100);

describe('what cuts would have done', () => {
  it('has the figures of the last 250 sessions with a trader-day', () => {
    const old = sessions(30, () => 5_000);
    const idle = { net: 0, uncut: new Float64Array(), cut: new Float64Array() };
    const outcomes = [...old, ...sessions(245, (at) => (at % 5 === 0 ? -100 : 0)), ...Array(5).fill(idle)];
    expect(proveCuts(outcomes, MORNING)).toEqual({
      decidedFor: MORNING,
      sessions: 245,
      effective: 49,
      net: -4_900,
      lowerBound: expect.any(Number),
      upperBound: expect.any(Number),
      shortfallUncut: expect.closeTo(1_000, 9),
      // 48.95 steps from the worst day: 48 at 1,100, then 0.95 on the way to 1,000.
      shortfallCut: expect.closeTo((48 * 1_100 + (0.95 * (1_100 + 1_005)) / 2) / 48.95, 9),
    });
  });

  it('has the bounds of a plain bootstrap over sessions', () => {
    const random = createRandom(5, 'cut proof');
    const nets = Array.from({ length: 120 }, () => Math.round(400 * random.normal() - 40));
    const { lowerBound, upperBound } = proveCuts(
      nets.map((net) => session(1_000, net)),
      MORNING,
    );
    const plain = plainBootstrapOfSum(nets, 20_000);
    // Two bootstraps with other draws differ by their own sampling error: 2 % of the spread of the sum.
    const spread = 400 * Math.sqrt(120);
    expect(Math.abs((lowerBound ?? Number.NaN) - (quantile(plain, 0.05) ?? 0))).toBeLessThan(0.1 * spread);
    expect(Math.abs((upperBound ?? Number.NaN) - (quantile(plain, 0.8) ?? 0))).toBeLessThan(0.1 * spread);
  });

  it('has no bounds, and no verdict, below 40 sessions or 10 with an effect', () => {
    const none = { lowerBound: null, upperBound: null };
    expect(
      proveCuts(
        sessions(39, () => -500),
        MORNING,
      ),
    ).toMatchObject(none);
    expect(
      proveCuts(
        sessions(100, (at) => (at < 9 ? -500 : 0)),
        MORNING,
      ),
    ).toMatchObject(none);
    expect(why(sessions(39, () => -500))).toBeNull();
    expect(why(sessions(100, (at) => (at < 9 ? -500 : 0)))).toBeNull();
    expect(why(sessions(40, () => -500))).not.toBeNull();
    expect(why(sessions(100, (at) => (at % 10 === 0 ? -500 : 0)))).not.toBeNull();
    expect(proveCuts([], MORNING)).toMatchObject({
      sessions: 0,
      net: 0,
      shortfallUncut: null,
      shortfallCut: null,
    });
  });
});

describe('cuts', () => {
  it.each<[string, readonly CutOutcomes[], RegExp | null]>([
    ['stay on where they save', sessions(100, () => 100), null],
    ['stay on where they do nothing', sessions(100, () => 0), null],
    ['stay on where a cost may be chance', sessions(100, (at) => (at % 2 === 0 ? -500 : 495)), null],
    [
      'are off where they cost and the worst days are as bad',
      sessions(100, costly),
      /^over the last 100 sessions the cuts would have cost \$9,500, with 80% confidence at least \$9,\d\d\d\. The worst 5% of trader-days would have been \d+\.\d% worse$/,
    ],
  ])('%s', (_, outcomes, expected) => {
    const off = why(outcomes);
    if (expected === null) expect(off).toBeNull();
    else expect(off).toMatch(expected);
  });

  // One trader-day in four is the loss, so the worst 5 % are all losses, and a third of a cut's saving on the
  // worst of them reaches the shortfall.
  it.each<[string, number, boolean]>([
    ['by 1.9 %: off', 19, true],
    ['by 2.1 %: on', 21, false],
  ])(
    'that cost money stay on only where they make the worst days milder by more than 2 %%: %s',
    (_, saved, isOff) => {
      const loss = 1_000;
      const outcomes = Array.from({ length: 100 }, () => ({
        net: saved - 200,
        uncut: Float64Array.of(-loss, 0, 400, 400),
        cut: Float64Array.of(-loss + saved, 0, 300, 300),
      }));
      const proof = proveCuts(outcomes, MORNING);
      expect(tailGain(proof)).toBeCloseTo(saved / loss, 9);
      expect(proof.upperBound).toBeLessThan(0);
      const off = whyCutsAreOff(proof, false);
      expect(off !== null).toBe(isOff);
      if (isOff) expect(off).toMatch(/The worst 5% of trader-days would have been only 1\.9% milder$/);
    },
  );

  it('that cost money are off where no trader-day of the worst 5 % lost', () => {
    const outcomes = Array.from({ length: 100 }, () => ({
      net: -50,
      uncut: Float64Array.of(100, 200),
      cut: Float64Array.of(50, 200),
    }));
    expect(why(outcomes)).toMatch(/The worst 5% of trader-days would have been as bad$/);
  });

  it('that must prove themselves are off until the 5 % bound of their net is above 0', () => {
    expect(whyCutsAreOff(null, true)).toBe(
      'cuts must prove that they save money: there is no record of them yet',
    );
    expect(whyCutsAreOff(null, false)).toBeNull();
    expect(
      why(
        sessions(39, () => 100),
        true,
      ),
    ).toBe(
      'cuts must prove that they save money: they would have changed the result on 39 of 39 sessions; 10 of at least 40 are needed',
    );
    expect(
      why(
        sessions(40, () => 100),
        true,
      ),
    ).toBeNull();
    expect(
      why(
        sessions(100, (at) => (at % 2 === 0 ? 500 : -495)),
        true,
      ),
    ).toMatch(
      /^cuts must prove that they save money: over the last 100 sessions the cuts would have saved \$250, with a 5% bound of −\$[\d,]+; above \$0 is needed$/,
    );
  });
});

/** Sums of resamples in blocks of geometric length with mean 5, drawn by another generator. Ascending. */
function plainBootstrapOfSum(values: readonly number[], replicates: number): number[] {
  const random = createRandom(6, 'plain bootstrap');
  return Array.from({ length: replicates }, () => {
    let sum = 0;
    let at = random.whole(0, values.length - 1);
    for (let drawn = 0; drawn < values.length; drawn++) {
      at = random.chance(0.2) ? random.whole(0, values.length - 1) : (at + 1) % values.length;
      sum += values[at] ?? 0;
    }
    return sum;
  });
}
