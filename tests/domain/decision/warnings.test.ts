import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WarningFacts } from '../../../src/domain/decision/warningSigns.ts';
import { warningRules, warningsOf } from '../../../src/domain/decision/warnings.ts';
import { evaluateRules } from '../../../src/domain/engines/rules/evaluateRules.ts';
import { computeIndicators, indicators } from '../../../src/domain/indicators/registry.ts';
import { factsOf } from '../../support/facts.ts';
import { inputOf } from '../../support/indicatorInput.ts';

const CALM = Array.from({ length: 130 }, (_, index) => (index % 2 === 0 ? 120 : -100));

/** A trader with these results and their indicators, or with the given indicators. */
function traderWith(
  netPnls: readonly number[],
  own: Readonly<Record<string, number | null>> | null = null,
  overrides: Parameters<typeof factsOf>[1] = {},
): WarningFacts {
  const days = factsOf(netPnls, overrides);
  const { series, morning } = inputOf(days);
  return {
    days,
    baseLimit: 5000,
    riskCapital: 20_000,
    indicators: own ?? computeIndicators(series, morning),
    firedRules: evaluateRules({ netPnl: days.map(({ netPnl }) => netPnl), riskCapital: 20_000 }),
    hasHole: false,
  };
}

const codes = (facts: WarningFacts) => warningsOf(facts).map(({ code }) => code);
const evidence = (facts: WarningFacts) =>
  Object.fromEntries(warningsOf(facts).map(({ code, text }) => [code, text]));

describe('warnings', () => {
  it.each([
    { own: {}, expected: [] },
    { own: { revenge_rate: 0.69 }, expected: [] },
    { own: { revenge_rate: 0.7 }, expected: ['REVENGE_TRADING'] },
    { own: { vol_ratio: 1.5 }, expected: [] },
    { own: { vol_ratio: 1.51 }, expected: ['HIGH_VOLATILITY'] },
    { own: { win_rate_change: -2 }, expected: [] },
    { own: { win_rate_change: -2.1 }, expected: ['LOW_WIN_RATE'] },
    {
      own: { vol_ratio: 2, revenge_rate: 1 },
      expected: ['REVENGE_TRADING', 'HIGH_VOLATILITY', 'ELEVATED_RISK'],
    },
    { own: { revenge_rate: null, vol_ratio: null, win_rate_change: null }, expected: [] },
  ])('of a calm trader with the indicators $own are $expected', ({ own, expected }) => {
    expect(codes(traderWith(CALM, own))).toEqual(expected);
  });

  it.each([
    { name: 'exactly 15 % of risk capital', last: -3000, expected: [] },
    { name: 'a cent more', last: -3000.01, expected: ['LARGE_DRAWDOWN'] },
  ])('of a drawdown of $name are $expected', ({ last, expected }) => {
    expect(codes(traderWith([...CALM.slice(0, 10), 120, last], {}))).toEqual(expected);
  });

  it('are empty without a day', () => {
    expect(
      warningsOf({
        days: [],
        baseLimit: 5000,
        riskCapital: 20_000,
        indicators: {},
        firedRules: [],
        hasHole: false,
      }),
    ).toEqual([]);
  });

  it('of volatility use the five sessions only when the longer measure is unknown', () => {
    expect(codes(traderWith([...CALM.slice(0, 20), 250, -250, 250, -250, 250], {}))).toEqual([
      'HIGH_VOLATILITY',
    ]);
    expect(codes(traderWith([...CALM.slice(0, 20), 200, -200, 200, -200, 200], {}))).toEqual([]);
  });

  it('read indicators that exist, and each have one stated rule', () => {
    const ids = indicators.map(({ id }) => id);
    const read = warningRules.flatMap(({ rule }) => [...rule.matchAll(/`(\w+)`/g)].map((match) => match[1]));
    expect(read).toEqual(['revenge_rate', 'vol_ratio', 'win_rate_change']);
    expect(ids).toEqual(expect.arrayContaining(read));
    expect(new Set(warningRules.map(({ code }) => code)).size).toBe(warningRules.length);
  });
});

describe('the evidence', () => {
  it('of revenge trading is the pace after losses and otherwise, and the day with most', () => {
    const days = factsOf(CALM, {
      entriesAfterLoss: 3,
      minutesAfterLoss: 10,
      entriesOtherwise: 27,
      minutesOtherwise: 300,
    });
    const worst = { ...days.at(-4), entriesAfterLoss: 12, minutesAfterLoss: 20.4 } as (typeof days)[number];
    const changed = [...days.slice(0, -4), worst, ...days.slice(-3)];
    const { series, morning } = inputOf(changed);
    const facts = { ...traderWith(CALM), days: changed, indicators: computeIndicators(series, morning) };
    // 69 entries in 210.4 min against 540 in 6000; 30 minutes at the own pace, 609/6210.4, added to both:
    // (71.94/240.4)/(542.94/6030).
    expect(evidence(facts)['REVENGE_TRADING']).toBe(
      'after a loss re-enters 3.3 times as fast as otherwise, over 20 sessions; most on Sun 7 May, 12 entries in 20 minutes',
    );
  });

  it('of revenge trading names the last of equal days, and none without an entry after a loss', () => {
    const own = { revenge_rate: 1 };
    expect(evidence(traderWith(CALM, own))['REVENGE_TRADING']).toMatch(
      /; most on Wed 10 May, 2 entries in 20 minutes$/,
    );
    expect(evidence(traderWith(CALM, own, { entriesAfterLoss: 0 }))['REVENGE_TRADING']).not.toMatch(
      /most on/,
    );
  });

  it('of volatility is the ratio and the days that made it', () => {
    expect(evidence(traderWith([...CALM, 120, -800, 100, 600]))['HIGH_VOLATILITY']).toBe(
      'daily results swing 1.8 times as much as in the last months, and the last 5 sessions swung 4.5 times as much as the 20 before; 53% of it comes from Fri 12 May (−$800)',
    );
  });

  it('of volatility names three days at most', () => {
    const text = evidence(
      traderWith([...CALM, ...Array.from({ length: 10 }, (_, n) => (n % 2 ? 400 : -400))]),
    )['HIGH_VOLATILITY'];
    expect(text?.match(/\(−?\$400\)/g)).toHaveLength(3);
  });

  it('of the win rate is both counts', () => {
    const losing = [...CALM.slice(0, 110), ...Array.from({ length: 20 }, (_, n) => (n < 4 ? 120 : -10))];
    expect(evidence(traderWith(losing))['LOW_WIN_RATE']).toBe(
      '4 of the last 20 sessions won, where 9 are usual',
    );
  });

  it.each([
    {
      name: 'since a peak',
      netPnls: [500, 1000, -2000, -1500, 300],
      expected:
        '$3,200 below the best point of 60 sessions, at the close of Mon 2 Jan: 16% of the risk capital of $20,000; low on Wed 4 Jan, 8% recovered',
    },
    {
      name: 'from the start',
      netPnls: [-2000, -1500, 300],
      expected:
        '$3,200 below the best point of 60 sessions, before Sun 1 Jan: 16% of the risk capital of $20,000; low on Mon 2 Jan, 8% recovered',
    },
    {
      name: 'with a peak that has left the window',
      netPnls: [90_000, ...Array.from({ length: 60 }, () => -60)],
      expected:
        '$3,600 below the best point of 60 sessions, before Mon 2 Jan: 18% of the risk capital of $20,000; low on Thu 2 Mar, nothing recovered',
    },
  ])('of a drawdown $name is dollars, date and share of risk capital', ({ netPnls, expected }) => {
    expect(evidence(traderWith(netPnls, {}))['LARGE_DRAWDOWN']).toBe(expected);
  });

  it('of a stale drawdown says that no rule cuts for it', () => {
    const stale = traderWith([-4000, 100, 100, 100, 100, 100], {});
    expect(stale.firedRules.map(({ code }) => code)).toEqual([]);
    expect(evidence(stale)['LARGE_DRAWDOWN']).toBe(
      '$3,500 below the best point of 60 sessions, before Sun 1 Jan: 18% of the risk capital of $20,000; low on Sun 1 Jan, 12% recovered; not fresh, so the drawdown rule does not cut',
    );
  });

  it('of a drawdown is not raised across a missing session: its figure may be wrong', () => {
    expect(codes({ ...traderWith([-4000], {}), hasHole: true })).toEqual([]);
  });

  it('of a drawdown has the figure of the rule where the rule fires', () => {
    const days = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 130 });
    fc.assert(
      fc.property(days, (netPnls) => {
        const facts = traderWith(netPnls, {});
        const fired = facts.firedRules.find(({ code }) => code === 'drawdown');
        const text = evidence(facts)['LARGE_DRAWDOWN'] ?? 'none';
        if (fired) expect(text).toContain(`${Math.round(fired.value)}% of the risk capital`);
        expect(fired !== undefined).toBe(text !== 'none' && !text.includes('not fresh'));
      }),
    );
  });

  it('of elevated risk counts the other signs', () => {
    expect(evidence(traderWith([...CALM, -4000]))['ELEVATED_RISK']).toBe('2 signs at once');
  });
});
