import { intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { CumulativeBenefit } from './backtestResult.ts';
import type { DeskSessionTotals } from './deskSessionTotals.ts';

const MOST_POINTS = 40;

/**
 * The net benefit of the cut limits against the base limits so far, dollars, at up to 40 evenly spaced
 * sessions that include the last.
 */
export function cumulativeBenefit(
  sessions: readonly DeskSessionTotals[],
  sampling: BootstrapOptions,
): readonly CumulativeBenefit[] {
  const benefits = sessions.map(({ underCutLimits, underBaseLimits }) => underCutLimits - underBaseLimits);
  const step = Math.ceil(sessions.length / MOST_POINTS);
  return sessions.flatMap(({ sessionDate }, place) => {
    if ((sessions.length - 1 - place) % step !== 0) return [];
    const until = benefits.slice(0, place + 1);
    return {
      sessionDate,
      benefit: until.reduce((sum, benefit) => sum + benefit, 0),
      interval: intervalOfSum(until, sampling),
    };
  });
}
