import { populationStability } from '../../../src/domain/statistics/populationStability.ts';
import type { Example } from './example.ts';

/** Section 11. */
export const driftExamples: readonly Example[] = [
  {
    section: 11,
    title: 'population stability index',
    numbers: () => {
      const shares = [5, 15].map((count) => ((count + 0.5) / 21).toFixed(3));
      return [
        `shares of 0.500 and 0.500 against ${shares.join(' and ')}`,
        `PSI = ${populationStability([20, 20], [5, 15]).toFixed(4)}`,
      ];
    },
  },
];
