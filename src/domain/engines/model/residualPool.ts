/** What a pool holds before it has seen anything; a few hundred residuals later it weighs next to nothing. */
const PRIOR_SIZE = 40;
/** More residuals than this say nothing more about a 5 % quantile, and take longer to sort and to keep. */
const LARGEST_POOL = 10_000;

/**
 * How far results have fallen from their forecasts, z = (r − μ)/σ, pooled over traders: the one distribution from which every
 * quantile and probability is read (filtered historical simulation, Barone-Adesi et al. 1999), so that no two can contradict
 * each other.
 */
export class ResidualPool {
  /** Ascending. */
  readonly values: Float64Array;

  constructor(ascending: Float64Array) {
    this.values = ascending;
  }

  /** Pools sessions' residuals with the prior. */
  static of(sessions: readonly Float64Array[]): ResidualPool {
    const sample = sampleOf(sessions, LARGEST_POOL);
    const values = new Float64Array(sample.length + PRIOR_SIZE);
    values.set(prior());
    values.set(sample, PRIOR_SIZE);
    return new ResidualPool(values.sort());
  }

  /** F⁻¹(p), type 7 as everywhere, 0 ≤ p ≤ 1. */
  quantile(p: number): number {
    return interpolated(this.values, p);
  }

  /**
   * F(z), the inverse of `quantile`: linear between residuals, and never nearer to 0 or 1 than half a residual, for what has
   * not happened yet is not impossible.
   */
  probabilityBelow(z: number): number {
    const { values } = this;
    const last = values.length - 1;
    const above = firstAbove(values, z);
    const least = 0.5 / values.length;
    if (above === 0) return least;
    if (above > last) return 1 - least;
    const low = values[above - 1]!;
    const share = (z - low) / (values[above]! - low);
    return Math.min(Math.max((above - 1 + share) / last, least), 1 - least);
  }
}

/** All numbers of some sessions in their order; of more than `largest` every k-th. */
export function sampleOf(sessions: readonly Float64Array[], largest: number): Float64Array {
  const count = sessions.reduce((sum, session) => sum + session.length, 0);
  const step = Math.ceil(Math.max(count, 1) / largest);
  const sample = new Float64Array(Math.ceil(count / step));
  let place = 0;
  let next = 0;
  for (const session of sessions) {
    for (; next < session.length; next += step) sample[place++] = session[next]!;
    next -= session.length;
  }
  return sample;
}

/**
 * Student's t with 4 degrees of freedom, scaled to variance 1 (its quantile in closed form: Shaw 2006), at the probabilities
 * i/39 that a type 7 quantile reads 40 values at, so that the prior's 5 % is the t's; the ends, where that is 0 and 1, at half a
 * value from them.
 */
function prior(): Float64Array {
  const end = 0.5 / PRIOR_SIZE;
  return Float64Array.from({ length: PRIOR_SIZE }, (_, i) => {
    const p = Math.min(Math.max(i / (PRIOR_SIZE - 1), end), 1 - end);
    const root = Math.sqrt(4 * p * (1 - p));
    const t = 2 * Math.sqrt(Math.cos(Math.acos(root) / 3) / root - 1);
    return (Math.sign(p - 0.5) * t) / Math.SQRT2;
  });
}

function interpolated(values: Float64Array, p: number): number {
  const place = (values.length - 1) * p;
  const low = Math.floor(place);
  const value = values[low]!;
  const next = values[Math.min(low + 1, values.length - 1)]!;
  return value + (place - low) * (next - value);
}

/** Index of the first value above z. */
function firstAbove(values: Float64Array, z: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= z) low = middle + 1;
    else high = middle;
  }
  return low;
}
