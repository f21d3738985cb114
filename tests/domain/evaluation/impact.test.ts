import { describe, expect, it } from 'vitest';
import type { EvaluatedDay } from '../../../src/domain/evaluation/evaluatedDay.ts';
import {
  type ImpactByStrategy,
  impactOf,
  MINIMUM_BINDING_DAYS,
  slippageCases,
} from '../../../src/domain/evaluation/impact.ts';
import { STRATEGIES } from '../../../src/domain/evaluation/strategies.ts';
import { intervalOfSum } from '../../../src/domain/statistics/sessionInterval.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { deskCutAfterLosses, evaluated, fallingMarks } from '../../support/evaluatedDays.ts';

const sampling = { seed: 7, replicates: 200 };
const free = { slippageBasisPoints: 0, ...sampling };
const cut = (reductionPct: number, tier: 'low' | 'high' = 'low') => ({
  ridge: { reductionPct, tier },
  rules: null,
  inForce: { reductionPct, tier },
});

/** Stopped at −$600 by a limit of $500, whatever came of the day after. */
const stoppable = (overrides: Partial<EvaluatedDay>) => {
  const netPnl = overrides.netPnl ?? -300;
  const day = { netPnl, marks: fallingMarks([[-600, -600]], 100_000), untimedPnl: 0 };
  return evaluated({ day, proposals: cut(50), ...overrides });
};

const sums = (impact: ImpactByStrategy | undefined) =>
  STRATEGIES.map((strategy) => {
    const { avoided, opportunityCost, net, bindingDays } = impact?.[strategy] ?? {};
    return [avoided, opportunityCost, net, bindingDays];
  });

describe('the impact of an engine’s cuts', () => {
  const sessions = ['2026-02-27', '2026-03-02', '2026-03-03'];
  const days = [
    stoppable({ sessionDate: '2026-02-27', netPnl: -900 }),
    stoppable({ sessionDate: '2026-03-02', netPnl: 400 }),
    stoppable({ sessionDate: '2026-03-02', netPnl: -700, trader: 'NET002', proposals: cut(0, 'high') }),
    stoppable({ sessionDate: '2026-03-02', netPnl: -999, trader: 'NET003', day: null }),
  ];

  it('is what they saved, what they cost and the difference: for the desk, each trader, each month', () => {
    const impact = impactOf(days, 'inForce', { ...free, sessions });
    expect(sums(impact.desk)).toEqual([
      [300, 1_000, -700, 2],
      [450, 200, 250, 2],
      [700, 0, 700, 1],
      [1_150, 200, 950, 3],
    ]);
    expect([...impact.byTrader.keys()]).toEqual(['NET001', 'NET002']);
    expect(sums(impact.byTrader.get('NET002'))).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [700, 0, 700, 1],
      [700, 0, 700, 1],
    ]);
    expect([...impact.byMonth].map(([month, { limit }]) => [month, limit.net])).toEqual([
      ['2026-02', 300],
      ['2026-03', -1_000],
    ]);
    expect(impact).toMatchObject({ sessions: 3, judgedDays: 3, unjudgedDays: 1 });
  });

  it('is nothing at all of an engine that was silent', () => {
    const { desk } = impactOf(days, 'rules', { ...free, sessions });
    for (const strategy of STRATEGIES)
      expect(desk[strategy]).toEqual({
        avoided: 0,
        opportunityCost: 0,
        net: 0,
        bindingDays: 0,
        netInterval: [0, 0],
        verdict: 'not enough to tell',
      });
  });

  it('is not told from chance under ten binding days, however much they saved', () => {
    const dates = Array.from({ length: MINIMUM_BINDING_DAYS }, (_, day) => `2026-03-${10 + day}`);
    const saved = dates.map((sessionDate) => stoppable({ sessionDate, netPnl: -900 }));
    const verdictOn = (judged: readonly EvaluatedDay[]) =>
      impactOf(judged, 'inForce', { ...free, sessions: dates }).desk.limit.verdict;
    expect(verdictOn(saved)).toBe('helped');
    expect(verdictOn(saved.slice(1))).toBe('not enough to tell');
    expect(verdictOn(saved.map((day) => stoppable({ sessionDate: day.sessionDate, netPnl: 100 })))).toBe(
      'cost',
    );
  });

  it('refuses a trader-day of a session that is not judged', () => {
    expect(() => impactOf(days, 'inForce', { ...free, sessions: sessions.slice(1) })).toThrow(DecisionError);
  });

  it('is shown at no, the assumed and three times the slippage', () => {
    const cases = slippageCases(days.slice(0, 2), 'inForce', { slippageBasisPoints: 5 });
    expect(
      cases.map(({ multiple, slippageBasisPoints, net }) => [multiple, slippageBasisPoints, net.limit]),
    ).toEqual([
      [0, 0, -700],
      [1, 5, -700 - 2 * 50],
      [3, 15, -700 - 2 * 150],
    ]);
  });
});

describe('the impact of cuts after losses on a desk whose truth is known', () => {
  const impactOn = (truth: 'noEdge' | 'iid' | 'tilt' | 'meanReversion', seed: number) => {
    const { days, sessions } = deskCutAfterLosses({ truth, seed });
    return { days, sessions, impact: impactOf(days, 'inForce', { ...free, sessions }) };
  };

  it('adds up: avoided less cost is net, and traders and months each sum to the desk', () => {
    const { impact } = impactOn('tilt', 1);
    for (const strategy of STRATEGIES) {
      const { avoided, opportunityCost, net } = impact.desk[strategy];
      expect(avoided - opportunityCost).toBe(net);
      expect(Math.min(avoided, opportunityCost)).toBeGreaterThanOrEqual(0);
      for (const groups of [impact.byTrader, impact.byMonth]) {
        const total = [...groups.values()].reduce((sum, group) => sum + group[strategy].net, 0);
        expect(total).toBeCloseTo(net, 4);
      }
    }
  });

  it.each([
    ['could be chance', 'without any drift', 'noEdge'],
    ['could be chance', 'without any memory', 'iid'],
    ['helped', 'where losses beget losses', 'tilt'],
    ['cost', 'where losing traders come back', 'meanReversion'],
  ] as const)('%s %s', (verdict, _, truth) => {
    for (const seed of [1, 2]) expect(impactOn(truth, seed).impact.desk.limit.verdict).toBe(verdict);
  });

  it('invents no saving without any drift, where flooring each day at its limit would', () => {
    const { days, sessions, impact } = impactOn('iid', 2);
    const floored = new Map(sessions.map((session) => [session, 0]));
    for (const { sessionDate, netPnl, baseLimit, proposals } of days) {
      const newLimit = baseLimit * (1 - (proposals.inForce?.reductionPct ?? 0) / 100);
      const saving = Math.max(netPnl, -newLimit) - Math.max(netPnl, -baseLimit);
      floored.set(sessionDate, (floored.get(sessionDate) ?? 0) + saving);
    }
    const [inventedAtLeast] = intervalOfSum([...floored.values()], sampling);
    const [low, high] = impact.desk.limit.netInterval;
    expect(inventedAtLeast).toBeGreaterThan(high);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});
