import { describe, expect, it } from 'vitest';
import { strategyWords } from '../../../src/domain/engines/shadowStrategy.ts';
import { compareShadows } from '../../../src/domain/evaluation/shadowComparison.ts';
import type { ShadowScore } from '../../../src/domain/evaluation/shadowScore.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';

const STRATEGY = { name: 'careful', definition: 'engine:rules;max:50' };
const sessions = createCalendar('nyse').sessionsBetween('2026-01-02', '2026-03-31');

function score(place: number, changes: Partial<ShadowScore> = {}): ShadowScore {
  return {
    ...STRATEGY,
    sessionDate: sessions[place] ?? '',
    traderDays: 10,
    differingDays: 2,
    effectDays: 1,
    estimatedDays: 0,
    notKnownDays: 0,
    deskPnl: 100 * place - 1000,
    difference: 300,
    regretDifference: -0.1,
    ...changes,
  };
}

const scores = (count: number, of: (place: number) => Partial<ShadowScore> = () => ({})) =>
  Array.from({ length: count }, (_, place) => score(place, of(place)));

describe('a comparison of shadow strategies', () => {
  it('adds up the sessions, in any order, with interval, tail and verdict', () => {
    const all = scores(21).reverse();
    const mornings = all.map(({ sessionDate }) => ({ ...STRATEGY, sessionDate, failure: null }));
    const [comparison] = compareShadows(mornings, all);
    expect(comparison).toEqual({
      ...STRATEGY,
      words: 'the rules alone, no cut above 50%',
      first: sessions[0],
      last: sessions[20],
      sessions: 21,
      waiting: 0,
      notDecided: [],
      traderDays: 210,
      differingDays: 42,
      effectDays: 21,
      estimatedDays: 0,
      notKnownDays: 0,
      effectSessions: 21,
      difference: 6300,
      interval: [6300, 6300],
      // The place of 5 % is 20 · 0.05 = 1: the second worst session.
      tail: { inForce: -900, shadow: -600 },
      regret: { difference: expect.closeTo(-2.1), interval: [expect.closeTo(-2.1), expect.closeTo(-2.1)] },
      verdict: 'better',
      bySession: sessions.slice(0, 21).map((sessionDate) => ({ sessionDate, difference: 300 })),
    });
  });

  it.each([
    { what: 'always better', count: 12, of: () => ({}), verdict: 'better' },
    { what: 'always worse', count: 12, of: () => ({ difference: -300 }), verdict: 'worse' },
    {
      what: 'now better, now worse',
      count: 12,
      of: (place: number) => ({ difference: place % 2 === 0 ? 300 : -300 }),
      verdict: 'could be chance',
    },
    {
      what: 'better on nine sessions of sixty',
      count: 60,
      of: (place: number) => (place < 9 ? {} : { effectDays: 0, difference: 0 }),
      verdict: 'not enough to tell',
    },
  ])('says of one that is $what: $verdict', ({ count, of, verdict }) => {
    expect(compareShadows([], scores(count, of))[0]?.verdict).toBe(verdict);
  });

  it('has no tail under 20 sessions', () => {
    expect(compareShadows([], scores(19))[0]?.tail).toBeNull();
    expect(compareShadows([], scores(20))[0]?.tail).not.toBeNull();
  });

  it('keeps another definition under the same name apart', () => {
    const changed = { definition: 'engine:rules;max:60' };
    const all = [...scores(3), score(3, changed)];
    expect(compareShadows([], all).map((each) => [each.definition, each.sessions])).toEqual([
      [STRATEGY.definition, 3],
      [changed.definition, 1],
    ]);
  });

  it('counts mornings that wait for their outcome, and names those without a decision', () => {
    const [comparison] = compareShadows(
      [
        { ...STRATEGY, sessionDate: '2026-01-02', failure: null },
        { ...STRATEGY, sessionDate: '2026-01-05', failure: 'no engine could decide' },
        { ...STRATEGY, sessionDate: '2026-01-06', failure: null },
      ],
      [score(0)],
    );
    expect(comparison).toMatchObject({
      sessions: 1,
      waiting: 1,
      notDecided: [{ sessionDate: '2026-01-05', because: 'no engine could decide' }],
    });
  });

  it('has nothing where no strategy is configured', () => {
    expect(compareShadows([], [])).toEqual([]);
  });
});

it.each([
  ['engine:chain', 'the engines in force'],
  ['engine:model', 'the model, whatever its gate decides'],
  ['engine:rules;max:0', 'the rules alone, no cuts'],
  [
    'engine:chain;max:50;curve:1.3-2.8',
    'the engines in force, no cut above 50%, cuts from 1.3 times the usual risk, 80% at 2.8 times',
  ],
])('%s is in words: %s', (definition, words) => {
  expect(strategyWords(definition)).toBe(words);
});
