import type { Transitions } from '../../src/domain/statistics/varBacktest.ts';

/**
 * Counts transitions the plain way, to compare with the production tally. `breachesByTrader` has one list per
 * trader, in the order of the forecasts, true where the loss exceeded the VaR. No transition joins two
 * traders.
 */
export function transitionsOf(breachesByTrader: readonly (readonly boolean[])[]): Transitions {
  const counts = { keptKept: 0, keptBreached: 0, breachedKept: 0, breachedBreached: 0 };
  for (const breaches of breachesByTrader) {
    for (let day = 1; day < breaches.length; day++) {
      const before = breaches[day - 1] ? 'breached' : 'kept';
      counts[`${before}${breaches[day] ? 'Breached' : 'Kept'}`] += 1;
    }
  }
  return counts;
}
