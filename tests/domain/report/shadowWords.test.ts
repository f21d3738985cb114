import { expect, it } from 'vitest';
import { shadowSentences } from '../../../src/domain/report/shadowWords.ts';
import { reviewedShadow, youngShadow } from '../../support/shadowComparisons.ts';

it.each([
  [
    'a year that was better',
    reviewedShadow(),
    'Better: $18,450 more than the strategy in force over 249 sessions (5–95%: $2,100 to $35,900). Another limit on 1,204 of 9,800 trader-days (22 estimated, 3 not known). 5% day of the desk −$12,950 instead of −$14,200. It did not decide for Wed 11 Jun (no engine could decide).',
  ],
  [
    'few effects',
    reviewedShadow({
      verdict: 'not enough to tell',
      difference: -900,
      tail: null,
      estimatedDays: 0,
      notDecided: [],
    }),
    'Not enough to tell: $900 less than the strategy in force over 249 sessions. Another limit on 1,204 of 9,800 trader-days (3 not known).',
  ],
  [
    'the strategy in force itself',
    reviewedShadow({
      difference: 0,
      differingDays: 0,
      tail: { inForce: -900, shadow: -900 },
      verdict: 'not enough to tell',
      estimatedDays: 0,
      notKnownDays: 0,
      notDecided: [],
    }),
    'Not enough to tell: no more and no less than the strategy in force over 249 sessions. Another limit on 0 of 9,800 trader-days. 5% day of the desk −$900 under both.',
  ],
  ['no outcome yet', youngShadow(), 'No session with an outcome yet.'],
  [
    'five mornings without a decision',
    {
      ...youngShadow(),
      notDecided: ['2025-11-24', '2025-11-21', '2025-11-20', '2025-11-19', '2025-11-18'].map(
        (sessionDate) => ({
          sessionDate,
          because: 'no engine',
        }),
      ),
    },
    'No session with an outcome yet. It did not decide for Mon 24 Nov (no engine), Fri 21 Nov (no engine), Thu 20 Nov (no engine), 2 sessions before.',
  ],
])('the words of %s', (_, shadow, words) => {
  expect(shadowSentences(shadow)).toBe(words);
});
