import type { Interval } from './sessionInterval.ts';

/** A figure with its interval; without one, the figure itself is both bounds. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}

/**
 * The interval of `now` − `before` from the intervals of both, which are independent: square-and-add.
 *
 * Example: 0 of 23 with the interval [0, 0.143] and 7 of 63 with [0.055, 0.212]: −0.111, [−0.212, 0.043].
 *
 * Source: Newcombe (1998), method 10.
 */
export function differenceInterval(now: Estimate, before: Estimate): Interval {
  const [lowNow, highNow] = now.interval ?? [now.value, now.value];
  const [lowBefore, highBefore] = before.interval ?? [before.value, before.value];
  const difference = now.value - before.value;
  return [
    difference - Math.hypot(now.value - lowNow, highBefore - before.value),
    difference + Math.hypot(highNow - now.value, before.value - lowBefore),
  ];
}
