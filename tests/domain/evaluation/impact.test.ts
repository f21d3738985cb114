import { describe, expect, it } from 'vitest';
import type { BacktestRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { type ImpactByStrategy, MINIMUM_BINDING_DAYS } from '../../../src/domain/evaluation/impact.ts';
import { ImpactAccumulator } from '../../../src/domain/evaluation/impactAccumulator.ts';
import { STRATEGIES } from '../../../src/domain/evaluation/strategies.ts';
import { intervalOfSum } from '../../../src/domain/statistics/sessionInterval.ts';
import { deskCutAfterLosses, evaluated, fallingMarks } from '../../support/evaluatedDays.ts';
import { dateAfter } from '../../support/facts.ts';
import { type EvaluatedDay, plainImpact } from '../../support/plainImpact.ts';

const sampling = { seed: 7, replicates: 200 };
const cut = (reductionPct: number, tier: 'low' | 'high' = 'low') => ({
  ridge: null,
  rules: null,
  inForce: { reductionPct, tier },
});

/** A day that a limit of $500 stops at −$600, whatever its net P&L. */
const stoppable = (overrides: Partial<EvaluatedDay>) => {
  const netPnl = overrides.netPnl ?? -300;
  const day = { netPnl, marks: fallingMarks([[-600, -600]], 100_000), untimedPnl: 0 };
  return evaluated({ day, proposals: cut(50), ...overrides });
};

/** The desk's impact as the backtest adds it up. */
function impactOf(days: readonly EvaluatedDay[], sessions: readonly string[], slippageBasisPoints = 0) {
  const impact = new ImpactAccumulator({ slippageBasisPoints, limitRoundTo: 50 });
  for (const { sessionDate, trader, baseLimit, netPnl, day, proposals } of days) {
    const { reductionPct, tier } = proposals.inForce ?? { reductionPct: 0, tier: 'low' };
    const row = { sessionDate, trader, baseLimit, netPnl, reductionPct, tier } as BacktestRow;
    const judged = { row, day, isEstimated: false, isCutShort: false, cutPctWithoutSwitch: 0 };
    impact.add({ ...judged, pinball: null, plainPinball: null });
  }
  return { ...impact.desk(sessions, sampling), limitByMonth: impact.limitByMonth };
}

const sums = (impact: ImpactByStrategy) =>
  STRATEGIES.map((strategy) => {
    const { avoided, opportunityCost, net, bindingDays } = impact[strategy];
    return [avoided, opportunityCost, net, bindingDays];
  });

describe("the impact of an engine's cuts", () => {
  const sessions = ['2026-02-27', '2026-03-02', '2026-03-03'];
  const days = [
    stoppable({ sessionDate: '2026-02-27', netPnl: -900 }),
    stoppable({ sessionDate: '2026-03-02', netPnl: 400 }),
    stoppable({ sessionDate: '2026-03-02', netPnl: -700, trader: 'NET002', proposals: cut(0, 'high') }),
    stoppable({ sessionDate: '2026-03-02', netPnl: -999, trader: 'NET003', day: null }),
  ];

  it('is the losses avoided, the opportunity cost and their difference, for each strategy', () => {
    const impact = impactOf(days, sessions);
    expect(sums(impact.strategies)).toEqual([
      [300, 1_000, -700, 2],
      [450, 200, 250, 2],
      [700, 0, 700, 1],
      [1_150, 200, 950, 3],
    ]);
    expect([...impact.limitByMonth].map(([month, limit]) => [month, limit.sums().net])).toEqual([
      ['2026-02', 300],
      ['2026-03', -1_000],
    ]);
    expect(impact).toMatchObject({ judgedDays: 3, unjudgedDays: 1 });
  });

  it('is 0 with an interval of [0, 0] when nothing is cut', () => {
    const uncut = days.map((day) => ({ ...day, proposals: cut(0) }));
    const { strategies } = impactOf(uncut, sessions);
    for (const strategy of STRATEGIES)
      expect(strategies[strategy]).toEqual({
        avoided: 0,
        opportunityCost: 0,
        net: 0,
        bindingDays: 0,
        netInterval: [0, 0],
        verdict: 'not enough to tell',
      });
  });

  it('has no verdict below ten binding days, however much the cuts saved', () => {
    const dates = Array.from({ length: MINIMUM_BINDING_DAYS }, (_, day) => `2026-03-${10 + day}`);
    const saved = dates.map((sessionDate) => stoppable({ sessionDate, netPnl: -900 }));
    const verdictOn = (judged: readonly EvaluatedDay[]) => impactOf(judged, dates).strategies.limit.verdict;
    expect(verdictOn(saved)).toBe('helped');
    expect(verdictOn(saved.slice(1))).toBe('not enough to tell');
    expect(verdictOn(saved.map((day) => stoppable({ sessionDate: day.sessionDate, netPnl: 100 })))).toBe(
      'cost',
    );
  });

  it('counts only days with an effect: at a limit of $29 base limit and cut limit stop at the same trade', () => {
    const dates = Array.from({ length: 71 }, (_, day) => dateAfter('2026-01-02', day));
    const marks = (place: number) =>
      fallingMarks(
        place < 25
          ? [
              [-20, -20],
              [-90, -90],
            ]
          : [[-90, -90]],
      );
    const small = dates.map((sessionDate, place) => {
      const day = { netPnl: -90, marks: marks(place), untimedPnl: 0 };
      return evaluated({ sessionDate, baseLimit: 29, netPnl: -90, day, proposals: cut(50) });
    });
    expect(impactOf(small, dates).strategies.limit).toMatchObject({ bindingDays: 25, net: 25 * 70 });
    expect(impactOf(small.slice(16), dates).strategies.limit.verdict).toBe('not enough to tell');
  });

  it('is reported at 0, 1 and 3 times the assumed slippage', () => {
    const { slippage } = impactOf(days.slice(0, 2), sessions, 5);
    expect(
      slippage.map(({ multiple, slippageBasisPoints, net }) => [multiple, slippageBasisPoints, net.limit]),
    ).toEqual([
      [0, 0, -700],
      [1, 5, -700 - 2 * 50],
      [3, 15, -700 - 2 * 150],
    ]);
  });
});

describe('the impact of cuts after losses on a simulated desk', () => {
  const impactOn = (truth: 'noEdge' | 'iid' | 'tilt' | 'meanReversion', seed: number) => {
    const { days, sessions } = deskCutAfterLosses({ truth, seed });
    return { days, sessions, impact: impactOf(days, sessions) };
  };

  it('adds up: avoided less cost is net, and traders and months each sum to the desk', () => {
    const { days, sessions, impact } = impactOn('tilt', 1);
    const plain = plainImpact(days, 'inForce', {
      slippageBasisPoints: 0,
      limitRoundTo: 50,
      ...sampling,
      sessions,
    });
    expect(impact.strategies).toEqual(plain.desk);
    for (const strategy of STRATEGIES) {
      const { avoided, opportunityCost, net } = impact.strategies[strategy];
      expect(avoided - opportunityCost).toBe(net);
      expect(Math.min(avoided, opportunityCost)).toBeGreaterThanOrEqual(0);
      for (const groups of [plain.byTrader, plain.byMonth]) {
        const total = [...groups.values()].reduce((sum, group) => sum + group[strategy].net, 0);
        expect(total).toBeCloseTo(net, 4);
      }
    }
  });

  it.each([
    ['could be chance', 'on a desk without drift', 'noEdge'],
    ['could be chance', 'on a desk without drift or memory', 'iid'],
    ['helped', 'on a desk that loses more after losses', 'tilt'],
    ['cost', 'on a desk that recovers after losses', 'meanReversion'],
  ] as const)('%s %s', (verdict, _, truth) => {
    for (const seed of [1, 2]) expect(impactOn(truth, seed).impact.strategies.limit.verdict).toBe(verdict);
  });

  it('finds no saving without drift, where max(net, −limit) would invent one', () => {
    const { days, sessions, impact } = impactOn('iid', 2);
    const floored = new Map(sessions.map((session) => [session, 0]));
    for (const { sessionDate, netPnl, baseLimit, proposals } of days) {
      const newLimit = baseLimit * (1 - (proposals.inForce?.reductionPct ?? 0) / 100);
      const saving = Math.max(netPnl, -newLimit) - Math.max(netPnl, -baseLimit);
      floored.set(sessionDate, (floored.get(sessionDate) ?? 0) + saving);
    }
    const [inventedAtLeast] = intervalOfSum([...floored.values()], sampling);
    const [low, high] = impact.strategies.limit.netInterval;
    expect(inventedAtLeast).toBeGreaterThan(high);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});
