import type { Challenger } from './challenger.ts';
import { pooledBy } from './plainVolatility.ts';

/** Decays of the two means of r², and how few days say nothing. */
const [SLOW, QUICK] = [0.94, 0.85];
const LEAST_DAYS = 20;
const LEAST_SCALE = 0.1;

interface Memory {
  days: number;
  slow: number;
  slowWeight: number;
  quick: number;
  quickWeight: number;
}

/** The classical filter: √ of the mean of two exponentially weighted means of r², decays 0.94 and 0.85, and pooled residuals. */
export function squaredVolatility(): Challenger {
  const memories = new Map<string, Memory>();
  return pooledBy('squared EWMA', 'EWMA of squares, decays 0.94 and 0.85, and pooled residuals', {
    scaleOf({ trader }) {
      const memory = memories.get(trader);
      if (memory === undefined || memory.days < LEAST_DAYS) return null;
      const variance = (memory.slow / memory.slowWeight + memory.quick / memory.quickWeight) / 2;
      return Math.max(Math.sqrt(variance), LEAST_SCALE);
    },
    settle(rows) {
      for (const { trader, r } of rows) {
        const memory = memories.get(trader) ?? { days: 0, slow: 0, slowWeight: 0, quick: 0, quickWeight: 0 };
        memories.set(trader, {
          days: memory.days + 1,
          slow: SLOW * memory.slow + r * r,
          slowWeight: SLOW * memory.slowWeight + 1,
          quick: QUICK * memory.quick + r * r,
          quickWeight: QUICK * memory.quickWeight + 1,
        });
      }
    },
  });
}
