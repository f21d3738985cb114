import { describe, expect, it } from 'vitest';
import type { JudgedRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { type RuleEffect, ruleEffects } from '../../../src/domain/evaluation/ruleEffects.ts';
import type { RulesWorth } from '../../../src/domain/evaluation/rulesWorth.ts';
import { WorthAccumulator } from '../../../src/domain/evaluation/worthAccumulator.ts';
import { rulesWorthSentence, worthRows } from '../../../src/domain/report/rulesWorthWords.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';

const SESSIONS = Array.from({ length: 30 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);
const STOP = { slippageBasisPoints: 5, limitRoundTo: 50 };
const streak = { code: 'loss_streak', value: 3, comparedWith: 3, reductionPct: 30 } as const;
const drawdown = { code: 'drawdown', value: 30, comparedWith: 15, reductionPct: 60 } as const;

interface Day {
  readonly session: number;
  readonly isLarge?: boolean;
  readonly tier?: 'high' | 'neutral' | 'low' | 'unknown';
  readonly cutPct?: number;
  readonly fired?: readonly RuleEffect[];
}

/** A traded day that lost $200 or won $100; a large loss is one beyond $150. */
function judged({
  session,
  isLarge = false,
  tier = 'low',
  cutPct: reductionPct = 0,
  fired = [],
}: Day): JudgedRow {
  const uncensoredPnl = isLarge ? -200 : 100;
  const own = { sessionDate: SESSIONS[session] ?? '', tier, reductionPct, uncensoredPnl };
  const row = { ...own, largeLossThreshold: 150, firedRules: fired } as JudgedRow['row'];
  return { row } as JudgedRow;
}

function worthOf(days: readonly (Day & { readonly delta?: number | null })[]): RulesWorth {
  const tally = new WorthAccumulator();
  for (const { delta = 0, ...day } of days) tally.add(judged(day), delta);
  return tally.worth(SESSIONS, { seed: 1, replicates: 500 });
}

const named = (worth: RulesWorth, group: keyof RulesWorth, name: string) =>
  worth[group].find((each) => each.name === name);

describe('the effect of a rule', () => {
  const day = {
    netPnl: -900,
    untimedPnl: 0,
    marks: fallingMarks([
      [-500, -500],
      [-800, -800],
    ]),
  };

  it('is that of its cut alone: the example of its documentation', () => {
    expect(ruleEffects([drawdown, streak], day, 1_000, 80, STOP)).toEqual([
      { code: 'drawdown', reductionPct: 60, delta: 400 },
      { code: 'loss_streak', reductionPct: 30, delta: 100 },
    ]);
  });

  it('has the deepest cut allowed, and keeps the name of its step', () => {
    expect(ruleEffects([drawdown], day, 1_000, 30, STOP)).toEqual([
      { code: 'drawdown', reductionPct: 60, delta: 100 },
    ]);
  });

  it('is not known without the path of the day', () => {
    expect(ruleEffects([streak], null, 1_000, 80, STOP)).toEqual([
      { code: 'loss_streak', reductionPct: 30, delta: null },
    ]);
  });
});

describe('what a rule was worth', () => {
  const fired = (delta: number | null): readonly RuleEffect[] => [
    { code: 'loss_streak', reductionPct: 30, delta },
  ];
  // Each session: a day with the rule, large on every second one, and two days without, large on every fifth.
  const days = SESSIONS.flatMap((_, session): Day[] => [
    {
      session,
      isLarge: session % 2 === 0,
      fired: fired(session % 3 === 0 ? 50 : session % 3 === 1 ? -20 : 0),
    },
    { session, isLarge: session % 5 === 0 },
    { session, isLarge: session % 5 === 0 },
  ]);

  it('is the share of large losses against days without any rule, and the net of its own cut', () => {
    const worth = named(worthOf(days), 'rules', 'loss_streak 30');
    expect(worth).toMatchObject({
      days: 30,
      largeLosses: 15,
      rate: 0.5,
      otherDays: 60,
      otherLargeLosses: 12,
      otherRate: 0.2,
      difference: 0.3,
      avoided: 500,
      opportunityCost: 200,
      net: 300,
      bindingDays: 20,
    });
    const [low, high] = worth?.differenceInterval ?? [Number.NaN, Number.NaN];
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
  });

  it('is said in a sentence where the share is clearly larger, and where none is', () => {
    expect(rulesWorthSentence(worthOf(days))).toBe(
      'Clearly more large losses than without a rule came after: 3 or 4 losing sessions in a row, cut 30%.',
    );
    const even = days.map((day) => ({ ...day, isLarge: day.session % 5 === 0 }));
    expect(rulesWorthSentence(worthOf(even))).toBe(
      'For no rule does the share of large losses differ clearly.',
    );
    const opposite = days.map((day) => ({
      ...day,
      isLarge: day.fired === undefined && day.session % 2 === 0,
    }));
    expect(rulesWorthSentence(worthOf(opposite))).toBe(
      'Clearly fewer came after: 3 or 4 losing sessions in a row, cut 30%.',
    );
  });

  it('has no interval from fewer than ten days, and no rate without a day', () => {
    const few = worthOf(days.filter(({ session, fired: rules }) => session < 9 || rules === undefined));
    expect(named(few, 'rules', 'loss_streak 30')).toMatchObject({ days: 9, differenceInterval: null });
    expect(named(few, 'rules', 'volatility 25')).toMatchObject({
      days: 0,
      rate: null,
      difference: null,
      net: 0,
    });
    expect(worthRows(few, 'rules').map(({ name }) => name)).toEqual(['loss_streak 30']);
  });

  it('counts a day whose path is not known in the share and not in the net', () => {
    const worth = worthOf([{ session: 0, isLarge: true, fired: fired(null) }]);
    expect(named(worth, 'rules', 'loss_streak 30')).toMatchObject({ days: 1, largeLosses: 1, net: 0 });
  });
});

describe('what a tier and a depth were worth', () => {
  const days = [
    { session: 0, tier: 'high', cutPct: 80, isLarge: true, delta: 70 },
    { session: 1, tier: 'high', cutPct: 10, delta: -30 },
    { session: 2, tier: 'neutral', cutPct: 40, isLarge: true, delta: null },
    { session: 3, tier: 'low', isLarge: true },
    { session: 4, tier: 'low' },
    { session: 5, tier: 'unknown', isLarge: true, delta: 900 },
  ] as const;
  const worth = worthOf(days);

  it.each([
    { group: 'tiers', name: 'high', days: 2, large: 1, others: 3, otherLarge: 2, net: 40 },
    { group: 'tiers', name: 'neutral', days: 1, large: 1, others: 4, otherLarge: 2, net: 0 },
    { group: 'tiers', name: 'low', days: 2, large: 1, others: 3, otherLarge: 2, net: 0 },
    { group: 'depths', name: '10-15', days: 1, large: 0, others: 2, otherLarge: 1, net: -30 },
    { group: 'depths', name: '40-45', days: 1, large: 1, others: 2, otherLarge: 1, net: 0 },
    { group: 'depths', name: '60-80', days: 1, large: 1, others: 2, otherLarge: 1, net: 70 },
  ] as const)('is, of $group $name, the net of the cuts in force', (expected) => {
    expect(named(worth, expected.group, expected.name)).toMatchObject({
      days: expected.days,
      largeLosses: expected.large,
      otherDays: expected.others,
      otherLargeLosses: expected.otherLarge,
      net: expected.net,
    });
  });

  it('names them for a reader', () => {
    expect(worthRows(worth, 'tiers').map(({ words }) => words)).toEqual(['▲ HIGH', '● MEDIUM', '▽ LOW']);
    expect(worthRows(worth, 'depths').map(({ words }) => words)).toEqual(['10–15%', '40–45%', '60–80%']);
  });
});
