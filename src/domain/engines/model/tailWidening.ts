import { firstNotBelow } from '../../statistics/sortedPlaces.ts';
import { bootstrapBounds, sortedByCounts } from '../../statistics/stationaryBootstrap.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import { prior } from './residualPool.ts';

/** With fewer sessions a resample says too little about how far the tail may reach. */
export const LEAST_TAIL_SESSIONS = 20;
/** More residuals would not change a 5 % tail, and cost time to sort. */
const MOST_RESIDUALS = 10_000;
/** A sample of so many is sorted whole. */
const SMALL_SAMPLE = 2_000;
/** 500 replicates place the 5 % point within 1 % of its width, and take milliseconds at a weekly refit. */
const SAMPLING = { seed: 20_250_109, replicates: 500, probabilities: [0.05] } as const;

/**
 * How much worse than its estimate the mean of the worst 5 % of the residuals may be: e⁺/e, at least 1, where
 * e is the mean of the worst 5 % and e⁺ the 5 % point of that mean over resampled sessions. Whole sessions
 * are drawn, because days that go wrong together are one observation. Null below 20 sessions with residuals.
 *
 * Source: stationary bootstrap, Politis & Romano (1994). Example: e = −2.4 and e⁺ = −2.76: 1.15.
 *
 * @param sessions the residuals z of each session, in time order
 */
export function tailWidening(sessions: readonly Float64Array[]): number | null {
  const known = sessions.filter(({ length }) => length > 0);
  if (known.length < LEAST_TAIL_SESSIONS) return null;
  const tail = worstResiduals(known);
  const withPrior = new Float64Array(known.length + 1).fill(1);
  const estimate = worstMean(tail, withPrior);
  const shortfall = (times: Float64Array): number => {
    withPrior.set(times);
    return worstMean(tail, withPrior);
  };
  const [low = Number.NaN] = bootstrapBounds(
    sortedByCounts(known.length, shortfall, SAMPLING),
    SAMPLING.probabilities,
  );
  return Math.max(1, low / estimate);
}

interface Tail {
  /** The worst residuals, ascending: enough for 5 % of any resample. */
  readonly values: Float64Array;
  /** The session of each value; the residuals of the prior belong to a session after the last. */
  readonly owners: Int32Array;
  /** Residuals of each session, those of the prior last. */
  readonly counts: Float64Array;
}

/** Every k-th residual of each session, and those of the prior, which every resample contains once. */
function worstResiduals(sessions: readonly Float64Array[]): Tail {
  const count = sessions.reduce((sum, { length }) => sum + length, 0);
  const step = Math.ceil(count / MOST_RESIDUALS);
  const first = prior();
  const counts = new Float64Array(sessions.length + 1);
  const values = new Float64Array(first.length + Math.ceil(count / step));
  const owners = new Int32Array(values.length);
  let place = 0;
  const add = (value: number, owner: number) => {
    values[place] = value;
    owners[place++] = owner;
    counts[owner] = counts[owner]! + 1;
  };
  for (const value of first) add(value, sessions.length);
  let next = 0;
  for (const [owner, residuals] of sessions.entries()) {
    for (; next < residuals.length; next += step) add(residuals[next]!, owner);
    next -= residuals.length;
  }
  const worst = placesOfWorst(values);
  return {
    values: new Float64Array(worst.length).map((_, rank) => values[worst[rank]!]!),
    owners: worst.map((at) => owners[at]!),
    counts,
  };
}

/**
 * The places of the worst values, ascending by value and then by place. A quarter is enough: no resample has
 * less than 5 % of its weight there. Small samples are sorted whole.
 */
function placesOfWorst(values: Float64Array): Int32Array {
  const ascending = values.toSorted();
  const isSmall = values.length <= SMALL_SAMPLE;
  const highest = ascending[isSmall ? values.length - 1 : values.length >> 2]!;
  // Each place goes to the rank of its value: sorting the places themselves would take three times as long.
  const places = new Int32Array(ascending.lastIndexOf(highest) + 1);
  const taken = new Int32Array(values.length);
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (value > highest) continue;
    const rank = firstNotBelow(ascending, value);
    places[rank + taken[rank]!] = place;
    taken[rank] = taken[rank]! + 1;
  }
  return places;
}

/** The mean of the worst 5 % of the weighted residuals; the last of them counts in part. */
function worstMean({ values, owners, counts }: Tail, times: Float64Array): number {
  let weight = 0;
  for (let session = 0; session < times.length; session++) weight += times[session]! * counts[session]!;
  const wanted = EXCEPTION_RATE * weight;
  let left = wanted;
  let sum = 0;
  for (let place = 0; place < values.length && left > 0; place++) {
    const taken = Math.min(left, times[owners[place]!]!);
    sum += taken * values[place]!;
    left -= taken;
  }
  return sum / (wanted - left);
}
