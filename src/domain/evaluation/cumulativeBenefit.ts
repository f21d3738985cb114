import { intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { CumulativeBenefit } from './backtestResult.ts';
import type { DeskSessionTotals } from './deskSessionTotals.ts';

const MOST_POINTS = 40;

/** What the cut limits came to against the base limits so far, at up to forty sessions evenly apart, the last among them. */
export function cumulativeBenefit(
  sessions: readonly DeskSessionTotals[],
  sampling: BootstrapOptions,
): readonly CumulativeBenefit[] {
  const benefits = sessions.map(({ underCutLimits, underBaseLimits }) => underCutLimits - underBaseLimits);
  const step = Math.ceil(sessions.length / MOST_POINTS);
  return sessions.flatMap(({ sessionDate }, place) => {
    if ((sessions.length - 1 - place) % step !== 0) return [];
    const soFar = benefits.slice(0, place + 1);
    return {
      sessionDate,
      benefit: soFar.reduce((sum, benefit) => sum + benefit, 0),
      interval: intervalOfSum(soFar, sampling),
    };
  });
}
