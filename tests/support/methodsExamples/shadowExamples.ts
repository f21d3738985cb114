import { scoreShadow } from '../../../src/domain/evaluation/shadowScore.ts';
import { fallingMarks } from '../evaluatedDays.ts';
import { facts } from '../facts.ts';
import type { Example } from './example.ts';

const dollars = (amount: number) => `$${amount.toLocaleString('en-US')}`;

/** Section 12: a shadow strategy on one trader-day. */
export const shadowExamples: readonly Example[] = [
  {
    section: 12,
    title: 'a shadow that cuts less on a day that recovers',
    numbers: () => {
      const decision = { trader: 'NET001', baseLimit: 5000, recommendedLimit: 2500, recommendedPct: 50 };
      const { difference, regretDifference } = scoreShadow(
        {
          sessionDate: '2024-03-15',
          name: 'shadow',
          definition: 'engine:rules',
          engine: 'rules',
          decisions: [{ ...decision, shadowLimit: 4000, shadowPct: 20 }],
        },
        new Map([['NET001', { summary: facts({ netPnl: -1000 }), marks: fallingMarks([[-2600, -2600]]) }]]),
        { slippageBasisPoints: 0, limitRoundTo: 50 },
      );
      return [
        `−1,000 − (−2,600) = +${dollars(difference)}`,
        `1,600 / 5,000 = ${(-regretDifference).toFixed(2)} base limits`,
      ];
    },
  },
];
