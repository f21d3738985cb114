import { firstAbove } from '../../statistics/sortedPlaces.ts';

/** Size of the prior. After a few hundred residuals it has almost no weight. */
const PRIOR_SIZE = 40;
/** More residuals add nothing to a 5 % quantile, and cost time to sort and space to store. */
const LARGEST_POOL = 10_000;

/**
 * The pooled distribution of z = (r − μ)/σ over all traders. Every quantile and every probability is read
 * from it (filtered historical simulation, Barone-Adesi et al. 1999), so no two figures can contradict each
 * other.
 */
export class ResidualPool {
  /** Ascending. */
  readonly values: Float64Array;
  /** Integral of the quantile function from 0 to each value, made when it is first asked for. */
  #integrals: Float64Array | null = null;

  constructor(ascending: Float64Array) {
    this.values = ascending;
  }

  /** Returns the pool of the sessions' residuals and the prior. */
  static of(sessions: readonly Float64Array[]): ResidualPool {
    const sample = sampleOf(sessions, LARGEST_POOL);
    const values = new Float64Array(sample.length + PRIOR_SIZE);
    values.set(prior());
    values.set(sample, PRIOR_SIZE);
    return new ResidualPool(values.sort());
  }

  /** Returns F⁻¹(p), the type-7 quantile, for 0 ≤ p ≤ 1. */
  quantile(p: number): number {
    return interpolated(this.values, p);
  }

  /**
   * Returns the mean of the residuals below F⁻¹(p): ∫₀ᵖ F⁻¹(u)du/p, for 0 < p ≤ 1. It is never above F⁻¹(p),
   * so an expected shortfall is never below the VaR of the same level (Acerbi & Tasche 2002).
   * @example
   * // Residuals −3, −1, 0, 1, 2: F⁻¹(0.25) = −1, and the mean below it is −2.
   */
  meanBelow(p: number): number {
    const { values } = this;
    const integrals = this.#integrated();
    const steps = values.length - 1;
    const low = Math.min(Math.floor(steps * p), steps);
    const rest = steps * p - low;
    const start = values[low]!;
    const end = interpolated(values, p);
    return (integrals[low]! + (rest * (start + end)) / 2) / (steps * p);
  }

  /**
   * Returns F(z), the inverse of `quantile`: linear between residuals, and never nearer to 0 or 1 than half a
   * residual, because an event that has not happened yet is not impossible.
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

  #integrated(): Float64Array {
    if (this.#integrals !== null) return this.#integrals;
    const { values } = this;
    const integrals = new Float64Array(values.length);
    for (let place = 1; place < values.length; place++)
      integrals[place] = integrals[place - 1]! + (values[place - 1]! + values[place]!) / 2;
    this.#integrals = integrals;
    return integrals;
  }
}

/** Returns all numbers of some sessions in order; every k-th where there are more than `largest`. */
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
 * Student's t with 4 degrees of freedom, scaled to variance 1 (its quantile in closed form: Shaw 2006), at
 * the probabilities i/39 that a type 7 quantile reads 40 values at, so that the prior's 5 % is the t's; the
 * ends, where that is 0 and 1, at half a value from them.
 */
export function prior(): Float64Array {
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
