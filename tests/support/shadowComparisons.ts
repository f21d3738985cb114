import { strategyWords } from '../../src/domain/engines/shadowStrategy.ts';
import type { ReviewedShadow } from '../../src/domain/evaluation/reviewShadows.ts';

/** A shadow strategy of a year that did better, with one morning without a decision. */
export function reviewedShadow(override: Partial<ReviewedShadow> = {}): ReviewedShadow {
  const definition = 'engine:rules;max:50';
  return {
    name: 'careful',
    definition,
    words: strategyWords(definition),
    first: '2024-12-02',
    last: '2025-11-28',
    sessions: 249,
    waiting: 0,
    notDecided: [{ sessionDate: '2025-06-11', because: 'no engine could decide' }],
    traderDays: 9_800,
    differingDays: 1_204,
    effectDays: 141,
    estimatedDays: 22,
    notKnownDays: 3,
    effectSessions: 96,
    difference: 18_450,
    interval: [2_100, 35_900],
    tail: { inForce: -14_200, shadow: -12_950 },
    regret: { difference: -4.21, interval: [-8.02, -0.3] },
    verdict: 'better',
    bySession: [],
    month: {
      sessions: 19,
      differingDays: 84,
      difference: -1_350,
      interval: [-4_000, 900],
      verdict: 'could be chance',
    },
    ...override,
  };
}

/** A strategy that was configured on the last morning of the month. */
export function youngShadow(): ReviewedShadow {
  const definition = 'engine:chain;curve:1.3-2.8';
  const none = { sessions: 0, differingDays: 0, difference: 0, interval: [0, 0] } as const;
  return reviewedShadow({
    ...none,
    name: 'early',
    definition,
    words: strategyWords(definition),
    first: null,
    last: null,
    waiting: 1,
    notDecided: [],
    traderDays: 0,
    effectDays: 0,
    estimatedDays: 0,
    notKnownDays: 0,
    effectSessions: 0,
    tail: null,
    regret: { difference: 0, interval: [0, 0] },
    verdict: 'not enough to tell',
    month: { ...none, verdict: 'not enough to tell' },
  });
}
