import type { Challenger } from './challenger.ts';
import { pooledResiduals } from './plainVolatility.ts';

/** The decays of the two means of r²; a trader with fewer days has no forecast. */
const [SLOW, QUICK] = [0.94, 0.85];
const MINIMUM_DAYS = 20;
const MINIMUM_SCALE = 0.1;

interface VarianceState {
  days: number;
  slow: number;
  slowWeight: number;
  quick: number;
  quickWeight: number;
}

/**
 * The classical volatility filter (RiskMetrics 1996): the square root of the average of two EWMAs of r², with
 * decays 0.94 and 0.85, and pooled residuals.
 */
export function squaredVolatility(): Challenger {
  const memories = new Map<string, VarianceState>();
  return pooledResiduals('squared EWMA', 'EWMA of squares, decays 0.94 and 0.85, and pooled residuals', {
    scaleOf({ trader }) {
      const memory = memories.get(trader);
      if (memory === undefined || memory.days < MINIMUM_DAYS) return null;
      const variance = (memory.slow / memory.slowWeight + memory.quick / memory.quickWeight) / 2;
      return Math.max(Math.sqrt(variance), MINIMUM_SCALE);
    },
    observe(rows) {
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
