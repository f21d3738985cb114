import { describe, expect, it } from 'vitest';
import { effectiveTrials, judgeClaim } from '../../../scripts/claims/claimResult.ts';
import { CLAIMS, type Claim, type Count, type Requirement } from '../../../scripts/claims/claims.ts';
import { claimsTable, markdownClaims } from '../../../scripts/claims/claimsTable.ts';

const requiring = (requirement: Requirement): Claim => ({ ...CLAIMS[0]!, requirement });
const desks = (count: number, hits: number): readonly Count[] =>
  Array.from({ length: count }, (_, at) => ({ part: at < hits ? 1 : 0, whole: 1 }));
const judged = (requirement: Requirement, counts: readonly Count[]) =>
  judgeClaim(requiring(requirement), 'facts', counts);

describe('a claim about desks', () => {
  // The bounds are those of scipy.stats.binomtest(...).proportion_ci(method='wilson', confidence_level=0.9).
  it.each([
    [{ atMost: 0.1 }, 4, 0.0931, true],
    [{ atMost: 0.1 }, 5, 0.1274, false],
    [{ atLeast: 0.95 }, 17, 0.9384, false],
    [{ atLeast: 0.95 }, 18, 0.9663, true],
  ])('that requires %j of 20 desks, with %d of them, is bounded by %d', (requirement, hits, bound, holds) => {
    const result = judged(requirement, desks(20, hits));
    expect(result.oneSided?.['atMost' in requirement ? 0 : 1]).toBeCloseTo(bound, 4);
    expect(result).toMatchObject({ desks: 20, part: hits, whole: 20, rate: hits / 20, holds });
  });

  it('fails where nothing was counted', () => {
    const nothing = [{ part: 0, whole: 0 }];
    expect(judged({ atMost: 1 }, nothing)).toMatchObject({ rate: null, oneSided: null, holds: false });
    expect(judged({ atMost: 1 }, [])).toMatchObject({ rate: null, holds: false });
  });
});

describe('a claim about days', () => {
  const days = (perDesk: readonly number[]) => perDesk.map((part) => ({ part, whole: 1_000 }));

  it('fails only where the whole interval lies outside the range', () => {
    const range = { from: 0.045, to: 0.055 };
    expect(judged(range, days([50, 51, 49, 50])).holds).toBe(true);
    expect(judged(range, days([70, 71, 69, 70])).holds).toBe(false);
    expect(judged(range, days([30, 31, 29, 30])).holds).toBe(false);
    // Desks that differ so much leave the rate uncertain.
    expect(judged(range, days([10, 200, 20, 50])).holds).toBe(true);
  });

  it('takes the days of one desk as one trial where desks differ as whole units', () => {
    expect(effectiveTrials([...days([0, 0, 0]), ...days([1_000])])).toBe(4);
  });

  it('takes all days as trials where desks differ no more than chance allows', () => {
    expect(effectiveTrials(days([50, 50, 51, 49]))).toBe(4_000);
    expect(effectiveTrials(days([50, 50]))).toBe(2_000);
  });

  it('takes the desks as trials where nothing shows how desks differ', () => {
    expect(effectiveTrials(days([0, 0]))).toBe(2);
    expect(effectiveTrials(days([1_000, 1_000]))).toBe(2);
    expect(effectiveTrials(days([50]))).toBe(1);
  });

  it('has the trials of the worked example', () => {
    const counts = [
      { part: 5, whole: 100 },
      { part: 15, whole: 100 },
    ];
    expect(effectiveTrials(counts)).toBeCloseTo(36, 9);
  });
});

describe('a claim about dollars', () => {
  const dollars = (pairs: readonly (readonly [part: number, whole: number])[]) =>
    judgeClaim(
      { ...requiring({ atMost: 0.7 }), isAmount: true },
      'facts',
      pairs.map(([part, whole]) => ({ part, whole })),
    );
  /** Twenty desks that lost 1,000 on average without, and this share of it with. */
  const losing = (share: number) =>
    dollars(Array.from({ length: 20 }, (_, at) => [share * (500 + 50 * at), 500 + 50 * at]));

  it('has the ratio of the sums, and no width where every desk has the same ratio', () => {
    const { rate, oneSided, holds } = losing(0.6);
    expect([rate, ...(oneSided ?? [])]).toEqual([0.6, 0.6, 0.6].map((value) => expect.closeTo(value, 9)));
    expect(holds).toBe(true);
    expect(losing(0.75).holds).toBe(false);
  });

  it('has bounds that are those of desks drawn with replacement', () => {
    const pairs = Array.from({ length: 20 }, (_, at): [number, number] => [at % 2 === 0 ? 100 : 900, 1_000]);
    const { rate, oneSided, twoSided } = dollars(pairs);
    expect(rate).toBeCloseTo(0.5, 9);
    // The share of desks with 900 is binomial: 5 % of 20 draws have 6 or fewer, 2.5 % have 5 or fewer.
    expect(oneSided?.[0]).toBeCloseTo(0.1 + 0.8 * (6 / 20), 1);
    expect(oneSided?.[1]).toBeCloseTo(0.1 + 0.8 * (14 / 20), 1);
    expect(twoSided?.[0]).toBeLessThanOrEqual(oneSided?.[0] ?? 0);
  });

  it('fails where the desks did not lose without, so that there is nothing to reduce', () => {
    expect(dollars([[-10, -20]])).toMatchObject({ rate: null, holds: false });
  });
});

describe('the table of claims', () => {
  const results = [
    judged({ atMost: 0.1 }, desks(20, 5)),
    judged({ atLeast: 0.95 }, desks(20, 20)),
    judged({ from: 0.045, to: 0.055 }, [
      { part: 50, whole: 1_000 },
      { part: 50, whole: 1_000 },
    ]),
    judged({ atMost: 1 }, []),
  ];

  it('shows the bound that decides, and what is required', () => {
    const cells = markdownClaims(results)
      .split('\n')
      .slice(2)
      .map((line) => line.split(' | ').slice(3));
    expect(cells).toEqual([
      ['20', '25 %', '≥ 12.7', '11.2 to 46.9', 'at most 10 %', 'FAILS |'],
      ['20', '100 %', '≤ 100', '83.9 to 100', 'at least 95 %', 'holds |'],
      ['2', '5 %', '4.3 to 5.9', '4.1 to 6', '4.5 to 5.5 %', 'holds |'],
      ['0', '–', '–', '–', 'at most 100 %', 'FAILS |'],
    ]);
  });

  it('has the same cells on the terminal', () => {
    const [head = '', first = ''] = claimsTable(results).split('\n');
    expect(head).toMatch(/^CLAIM\s+WHAT IS COUNTED\s+DESKS\s+SEEDS\s+RATE/);
    expect(first).toMatch(
      /driftless 12 × 260 facts\s+20\s+25 %\s+≥ 12.7\s+11.2 to 46.9\s+at most 10 %\s+FAILS$/,
    );
  });
});
