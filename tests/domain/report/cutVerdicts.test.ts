import { describe, expect, it } from 'vitest';
import type { BacktestResult } from '../../../src/domain/evaluation/backtestResult.ts';
import type { EqualCuts } from '../../../src/domain/evaluation/equalCuts.ts';
import type { ImpactVerdict } from '../../../src/domain/evaluation/impact.ts';
import { backtestVerdicts } from '../../../src/domain/report/backtestVerdicts.ts';
import { targetingVerdict } from '../../../src/domain/report/cutVerdicts.ts';
import { tailVerdict } from '../../../src/domain/report/tailWords.ts';
import { backtestResult, engine, equalCuts, impact, strategies, tail } from '../../support/backtestResult.ts';

/** A result in which the cuts have one verdict and their targeting another. */
function judged(cuts: ImpactVerdict, targeting: EqualCuts['targeting']): BacktestResult {
  const result = backtestResult({ strategies: strategies({ limit: impact({ verdict: cuts }) }) });
  const inForce = engine({ equalCuts: equalCuts({ targeting }) });
  return { ...result, engines: { ...result.engines, inForce } };
}

const net = (value: number, verdict: ImpactVerdict) =>
  ({ net: value, netInterval: [value - 500, value + 500], verdict }) as const;

describe('the verdicts on the cuts', () => {
  it('ask for the tail before the net, and for the choice of days after it', () => {
    expect(backtestVerdicts(backtestResult()).map(({ question }) => question)).toEqual([
      'Did the cuts make the bad days of the desk smaller?',
      'Did the cuts help?',
      'Did they go to the right days?',
      'Is the model better than the rules?',
      'Is the VaR honest?',
    ]);
  });

  it.each([
    ['helped', net(900, 'helped'), 'Yes: they saved $900 more than the same cuts for everyone', 'good'],
    ['helped', net(-900, 'cost'), 'No: the same cuts for everyone would have saved $900 more', 'bad'],
    [
      'helped',
      net(300, 'could be chance'),
      'Not shown: any cuts of this size would have saved as much',
      'open',
    ],
    ['cost', net(300, 'could be chance'), 'Not shown: a difference of $300 could be chance', 'open'],
    [
      'not enough to tell',
      net(300, 'not enough to tell'),
      'Not enough to tell: the cuts changed the result of 212 trader-days',
      'open',
    ],
  ] as const)('on cuts that %s, with targeting %o, say: %s', (cuts, targeting, answer, tone) => {
    expect(targetingVerdict(judged(cuts, targeting))).toMatchObject({ answer, tone });
  });

  it('compare with matched days where there are some', () => {
    const { evidence } = targetingVerdict(backtestResult());
    expect(evidence).toContain(
      'Cut days ended 0.09 ordinary days worse than uncut days after the same result',
    );
    const few = { ...backtestResult().matchedControl, interval: null, verdict: 'too few' as const };
    expect(targetingVerdict(backtestResult({ matchedControl: few })).evidence).toContain(
      'Too few cut days have uncut days to match.',
    );
  });
});

describe('the verdict on the tail', () => {
  it.each([
    ['helped', 'Yes: the worst 5% of days lose $530 less on average; the 5% day is worse', 'good'],
    ['cost', 'No: the worst 5% of days lose $530 less on average; the 5% day is worse', 'bad'],
    [
      'could be chance',
      'Not shown: the worst 5% of days lose $530 less on average, which could be chance; the 5% day is worse',
      'open',
    ],
  ] as const)('is, where the cuts %s: %s', (verdict, answer, tone) => {
    expect(tailVerdict(tail({ verdict }), 30)).toMatchObject({ answer, tone });
  });

  it('says in plain words which figures are worse, and shows both values', () => {
    const { evidence } = tailVerdict(tail(), 30);
    expect(evidence).toContain(
      'Worse with the cuts: 5% day −$5,316 → −$6,247 (change 5–95%: −$1,831 to −$31).',
    );
    expect(evidence).toContain('largest drawdown $48,200 → $40,900 (change 5–95%: −$8,200 to −$6,400)');
  });

  it('names a figure that did not change once', () => {
    const { figures } = tail();
    const same = { value: -5_316, interval: [-6_000, -5_000] as const };
    const day05 = {
      before: same,
      after: same,
      improvement: { value: 0.2, interval: [0, 1] as const },
      verdict: 'helped' as const,
    };
    expect(tailVerdict(tail({ figures: { ...figures, day05 } }), 30).evidence).toMatch(
      /Unchanged: 5% day −\$5,316\.$/,
    );
  });

  it.each([
    [tail({ sessions: 19, verdict: 'not enough to tell' }), '19 sessions, of 100 needed'],
    [tail({ verdict: 'not enough to tell' }), 'the cuts changed the result of 9 trader-days'],
    [null, 'no session'],
  ])('says why there is none', (one, why) => {
    expect(tailVerdict(one, 9).answer).toBe(`Not enough to tell: ${why}`);
    expect(tailVerdict(one, 9).evidence).not.toContain('5–95%');
  });
});
