import { describe, expect, it } from 'vitest';
import {
  type CriticalInput,
  criticalAlertRules,
  criticalAlerts,
  isCritical,
  type PastDecision,
} from '../../../src/domain/decision/criticalAlerts.ts';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import type { Tier } from '../../../src/domain/engines/tier.ts';
import { indicators } from '../../../src/domain/indicators/registry.ts';
import { dateAfter, factsOf } from '../../support/facts.ts';
import { decision } from '../../support/report.ts';

const TODAY = '2023-06-01';

function input(own: Partial<CriticalInput> & { readonly today?: Tier }): CriticalInput {
  const { today = 'low', ...rest } = own;
  return {
    sessionDate: TODAY,
    decisions: [decision({ trader: 'NET001', tier: today })],
    past: [],
    days: new Map(),
    capital: new Map(),
    ...rest,
  };
}

interface CapitalCase {
  readonly hasHole?: boolean;
  readonly riskCapital?: number;
  readonly own?: Partial<Decision>;
}

/** Tiers on the mornings before today, the last of them yesterday's. */
function past(tiers: readonly Tier[], trader = 'NET001'): PastDecision[] {
  return tiers.map((tier, index) => ({
    trader,
    tier,
    valueAtRisk95: null,
    sessionDate: dateAfter(TODAY, index - tiers.length),
  }));
}

describe('REPEATED_HIGH_RISK', () => {
  it.each<{ today: Tier; before: Tier[]; expected: string | undefined }>([
    { today: 'high', before: [], expected: undefined },
    { today: 'high', before: ['high'], expected: undefined },
    {
      today: 'high',
      before: ['high', 'high'],
      expected: 'high risk on 3 mornings in a row, since Tue 30 May',
    },
    {
      today: 'high',
      before: ['high', 'low', 'high', 'high', 'high'],
      expected: 'high risk on 4 mornings in a row, since Mon 29 May',
    },
    { today: 'neutral', before: ['high', 'high', 'high'], expected: undefined },
    { today: 'high', before: ['high', 'high', 'neutral'], expected: undefined },
    { today: 'unknown', before: ['high', 'high', 'high'], expected: undefined },
  ])('of $today after $before: $expected', ({ today, before, expected }) => {
    expect(criticalAlerts(input({ today, past: past(before) }))[0]?.text).toBe(expected);
  });

  it('is interrupted by a morning without a decision for the trader', () => {
    const without = past(['high', 'high', 'high']).filter((_, index) => index !== 1);
    const ofOthers = past(['low', 'low', 'low'], 'NET002');
    expect(criticalAlerts(input({ today: 'high', past: [...ofOthers, ...without] }))).toEqual([]);
  });

  it('counts no morning of today or later', () => {
    const again = [0, 1, 2].map((days) => ({
      ...decision({ tier: 'high', trader: 'NET001' }),
      sessionDate: dateAfter(TODAY, days),
    }));
    expect(criticalAlerts(input({ today: 'high', past: again }))).toEqual([]);
  });
});

describe('VAR_EXCEPTIONS', () => {
  /** Traded sessions with a VaR of $1,000, of which the last `exceptions` lost more. */
  function record(sessions: number, exceptions: number, valueAtRisk95: number | null = 1000): CriticalInput {
    const netPnls = Array.from({ length: sessions }, (_, n) =>
      n < sessions - exceptions ? -1000 : -1000.01,
    );
    const days = factsOf(netPnls, {}, dateAfter(TODAY, -sessions));
    const decided = days.map(({ sessionDate, trader }) => ({
      sessionDate,
      trader,
      tier: 'low' as const,
      valueAtRisk95,
    }));
    return input({ past: decided, days: new Map([['NET001', days]]) });
  }

  it.each([
    [60, 5, undefined],
    [60, 6, 'yellow'],
    [60, 10, 'yellow'],
    [60, 11, 'red'],
    [19, 12, undefined],
    [20, 2, undefined],
    [20, 3, 'yellow'],
  ])('of %i sessions with %i exceptions: %s', (sessions, exceptions, zone) => {
    expect(criticalAlerts(record(sessions, exceptions))).toHaveLength(zone === undefined ? 0 : 1);
  });

  it('reports the number of exceptions, the expected number, and the last one', () => {
    expect(criticalAlerts(record(34, 7))).toEqual([
      {
        code: 'VAR_EXCEPTIONS',
        trader: 'NET001',
        text: 'lost more than VaR 95 on 7 of the last 34 days, where 2 are usual; last on Wed 31 May, −$1,000 against $1,000',
      },
    ]);
  });

  it('uses the last 60 sessions only, and none without a forecast', () => {
    const { past: decided, days } = record(60, 11);
    const older = factsOf(
      Array.from({ length: 40 }, () => 500),
      {},
      dateAfter(TODAY, -100),
    );
    const all = new Map([['NET001', [...older, ...(days.get('NET001') ?? [])]]]);
    const before = older.map((day) => ({ ...day, tier: 'low' as const, valueAtRisk95: 1000 }));
    const [alert] = criticalAlerts(input({ past: [...before, ...decided], days: all }));
    expect(alert?.text).toMatch(/on 11 of the last 60 days/);
    expect(criticalAlerts(record(60, 60, null))).toEqual([]);
  });

  it('tests no VaR of a young trader, who has no tier', () => {
    const { past, days } = record(60, 11);
    const young = past.map((decision) => ({ ...decision, tier: 'unknown' as const }));
    expect(criticalAlerts(input({ past: young, days }))).toEqual([]);
  });

  it('ignores sessions on which the trader was idle', () => {
    const { past: decided, days } = record(60, 11);
    const traded = (days.get('NET001') ?? []).filter((_, index) => index % 2 === 0);
    const [alert] = criticalAlerts(input({ past: decided, days: new Map([['NET001', traded]]) }));
    expect(alert?.text).toMatch(/on 5 of the last 30 days/);
  });
});

describe('DISTRESSED_BEHAVIOUR', () => {
  const days = new Map([['NET001', factsOf([-300], { notional: 1_200_000 }, '2023-05-31')]]);
  const of = (own: Readonly<Record<string, number | null>>) =>
    criticalAlerts(input({ days, decisions: [decision({ trader: 'NET001', indicators: own })] }));

  it.each([
    { revenge_rate: 0.69, notional_surprise: 4, size_after_loss: 1 },
    { revenge_rate: 0.9, notional_surprise: 3, size_after_loss: 0.4 },
    { revenge_rate: 0.9, notional_surprise: null, size_after_loss: null },
    { revenge_rate: null, notional_surprise: 4, size_after_loss: 1 },
  ])('is not raised for %o', (own) => {
    expect(of(own)).toEqual([]);
  });

  it('requires the pace and one of the two sizes, and reports both numbers', () => {
    const pace = 'chasing losses: after a loss re-enters 2.5 times as fast as otherwise';
    const turnover = '; turnover of $1,200,000 on Wed 31 May, far above the usual';
    const size = ' and 1.6 times as large as after a win';
    const worst = '; worst on Wed 31 May, 2 entries in 20 minutes';
    expect(of({ revenge_rate: 0.9, notional_surprise: 3.1 })[0]?.text).toBe(`${pace}${turnover}${worst}`);
    expect(of({ revenge_rate: 0.9, size_after_loss: 0.45 })[0]?.text).toBe(`${pace}${size}${worst}`);
    expect(of({ revenge_rate: 0.9, notional_surprise: 3.1, size_after_loss: 0.45 })[0]?.text).toBe(
      `${pace}${size}${turnover}${worst}`,
    );
  });

  it('comes after capital at risk and before the other kinds', () => {
    const decisions = [
      decision({ trader: 'NET001', tier: 'high' }),
      decision({ trader: 'NET002', indicators: { revenge_rate: 0.9, size_after_loss: 0.45 } }),
    ];
    const alerts = criticalAlerts({
      ...input({ decisions, past: past(['high', 'high']) }),
      days: new Map([['NET001', factsOf([-60_000])]]),
      capital: new Map([['NET001', { riskCapital: 100_000, hasHole: false }]]),
    });
    expect(alerts.map(({ code, trader }) => [code, trader])).toEqual([
      ['CAPITAL_AT_RISK', 'NET001'],
      ['DISTRESSED_BEHAVIOUR', 'NET002'],
      ['REPEATED_HIGH_RISK', 'NET001'],
    ]);
  });
});

describe('CAPITAL_AT_RISK', () => {
  const of = (
    netPnls: readonly number[],
    { hasHole = false, riskCapital = 100_000, own = {} }: CapitalCase = {},
  ) =>
    criticalAlerts({
      ...input({ decisions: [decision({ trader: 'NET001', ...own })] }),
      days: new Map([['NET001', factsOf(netPnls)]]),
      capital: new Map([['NET001', { riskCapital, hasHole }]]),
    })[0]?.text;

  it.each([
    { name: 'half of the risk capital', netPnls: [-50_000], expected: undefined },
    {
      name: 'a dollar more',
      netPnls: [-50_001],
      expected:
        'lost 50% of the risk capital over 1 session, from Sun 1 Jan on ($50,001 of $100,000, 20 times the base limit; low on Sun 1 Jan, nothing recovered): decide whether to go on',
    },
    {
      name: 'four losses after a peak',
      netPnls: [0, 12_000, -20_000, -20_000, -20_000, -20_000],
      expected:
        'lost 80% of the risk capital since Mon 2 Jan ($80,000 of $100,000, 20 times the base limit; low on Fri 6 Jan, nothing recovered): decide whether to go on',
    },
    {
      name: 'more than the risk capital, and stale',
      netPnls: [1_000, -150_000, 5_000, 5_000, 5_000, 5_000, 5_000],
      expected:
        'lost 125% of the risk capital since Sun 1 Jan ($125,000 of $100,000, 20 times the base limit; low on Mon 2 Jan, 16% recovered): decide whether to go on',
    },
    {
      name: 'a loss that has left the 60 sessions',
      netPnls: [-90_000, ...Array<number>(60).fill(10)],
      expected: undefined,
    },
  ])('of $name: $expected', ({ netPnls, expected }) => {
    expect(of(netPnls)).toBe(expected);
  });

  it('does not name the base limit where the roster states another capital', () => {
    expect(of([-60_000], { riskCapital: 90_000 })).toContain('($60,000 of $90,000; low on');
  });

  it('is raised whatever the cut: a deep one, none, or a trader decided by hand', () => {
    const actions = ['cut', 'keep', 'review'] as const;
    const texts = actions.map((action) => of([-60_000], { own: { action, reductionPct: 80 } }));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('lost 60%');
  });

  it('says that the P&L is not proven, and that a session is missing', () => {
    expect(of([-60_000], { own: { action: 'withheld' }, hasHole: true })).toContain(
      'nothing recovered; a session among them is missing; not proven): decide',
    );
  });
});

describe('the rules of critical alerts', () => {
  it('name indicators that exist, and each code once', () => {
    const ids = indicators.map(({ id }) => id);
    const named = criticalAlertRules.flatMap(({ rule }) =>
      [...rule.matchAll(/`(\w+)`/g)].map((match) => match[1]),
    );
    expect(ids).toEqual(expect.arrayContaining(named));
    expect(new Set(criticalAlertRules.map(({ code }) => code)).size).toBe(4);
  });

  it('distinguish critical alerts from others', () => {
    expect([isCritical({ code: 'VAR_EXCEPTIONS' }), isCritical({ code: 'UNRECONCILED' })]).toEqual([
      true,
      false,
    ]);
  });
});
