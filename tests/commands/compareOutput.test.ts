import { describe, expect, it } from 'vitest';
import { printComparison } from '../../src/commands/compareOutput.ts';
import type {
  ContestantResult,
  ContestResult,
  Difference,
} from '../../src/domain/evaluation/challengers/contestResult.ts';

const gate = {
  decidedFor: '2026-03-02',
  inForce: false,
  why: '12 sessions of record, of 60 needed',
  improvement: 0.2,
  lowerBound: 0.1,
  evenImprovement: 0.2,
  evenLowerBound: 0.1,
  sessions: 12,
  zone: 'green',
} as const;

describe('a comparison on the terminal', () => {
  it('names the best model of each measure, and whether its lead could be chance', () => {
    const text = printed({
      first: '2026-02-12',
      last: '2026-03-02',
      sessions: 12,
      traderDays: 120,
      contestants: [
        contestant('the product', 0.2, null),
        contestant('ahead', 0.15, {
          value: -0.05,
          interval: [-0.08, -0.02],
          verdict: 'better',
        }),
        contestant('behind', 0.25, { value: 0.05, interval: [-0.01, 0.1], verdict: 'could be chance' }),
      ],
    });
    expect(text).toContain('Comparison of 3 models over 12 sessions');
    expect(text).toContain('PINBALL 5%: ahead beats the product by more than chance');
    expect(text).toMatch(/PINBALL 5% {2}ahead +−0\.0500 {2}−0\.0800 to −0\.0200 +better/);
    expect(text).toMatch(/BRIER +behind +\+0\.0500 {2}−0\.0100 to \+0\.1000 +could be chance/);
    expect(text).toContain('AUC: ahead beats the product by more than chance');
    expect(text).toContain('12 sessions of record, of 60 needed');
    expect(text).toContain('/somewhere/compare.json');
  });

  it('reports that the product is best, or that the lead of another model could be chance', () => {
    const chance: Difference = { value: -0.01, interval: [-0.03, 0.01], verdict: 'could be chance' };
    const text = printed({
      ...empty,
      first: '2026-02-12',
      last: '2026-03-02',
      contestants: [contestant('the product', 0.2, null, 0.7), contestant('other', 0.19, chance, 0.6)],
    });
    expect(text).toContain('BRIER: other is ahead of the product, which could be chance');
    expect(text).toContain('AUC: the product is best');
  });

  it('names no best model and prints no interval if there are too few sessions', () => {
    const open: Difference = { value: -0.01, interval: [-0.01, -0.01], verdict: 'not enough to tell' };
    const text = printed({
      ...empty,
      first: '2026-02-12',
      last: '2026-02-12',
      contestants: [contestant('the product', 0.2, null), contestant('other', 0.19, open)],
    });
    expect(text).toContain('PINBALL 5%: not enough to tell\n');
    expect(text).toMatch(/PINBALL 5% {2}other +−0\.0100 {2}n\/a +not enough to tell/);
    expect(text).not.toContain('by luck');
  });

  it('prints how many differences would look real by chance', () => {
    const chance: Difference = { value: 0.01, interval: [-0.03, 0.05], verdict: 'could be chance' };
    const others = Array.from({ length: 5 }, (_, place) => contestant(`other ${place}`, 0.3, chance));
    const text = printed({
      ...empty,
      first: '2026-02-12',
      last: '2026-03-02',
      contestants: [contestant('the product', 0.2, null), ...others],
    });
    expect(text).toContain('20 differences judged one by one');
    expect(text).toContain('some 2 would be called better or worse by luck');
  });

  it('reports that no model has learned enough to forecast', () => {
    expect(printed(empty)).toBe(
      'Comparison: no session on which every contestant has learned enough to forecast.',
    );
  });
});

const empty: ContestResult = { first: null, last: null, sessions: 0, traderDays: 0, contestants: [] };

function contestant(
  name: string,
  score: number,
  difference: Difference | null,
  auc = 1 - score,
): ContestantResult {
  const differences =
    difference === null
      ? null
      : { pinball: difference, brier: difference, regret: difference, auc: difference };
  return {
    name,
    what: name,
    measures: { pinball: score, brier: score, regret: score, auc },
    differences,
    breaches: 0.05,
    gate,
  };
}

function printed(result: ContestResult): string {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  printComparison(output, result, 'demo', '/somewhere/compare.json');
  return lines.join('\n');
}
