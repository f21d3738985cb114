import { wilsonInterval } from '../../src/domain/statistics/reliability.ts';
import { bootstrapInterval } from '../../src/domain/statistics/stationaryBootstrap.ts';
import type { Source } from './claimDesk.ts';
import type { Claim, Count, Requirement } from './claims.ts';

type Interval = readonly [low: number, high: number];

/** A claim and what the desks say of it. Rates are fractions. */
export interface ClaimResult {
  readonly claim: Claim;
  readonly source: Source;
  readonly desks: number;
  readonly part: number;
  readonly whole: number;
  /** part / whole over all desks; null where no desk has anything to count. */
  readonly rate: number | null;
  /** The one-sided 95 % bounds of the rate, each taken alone: Wilson's, or of resampled desks for amounts. */
  readonly oneSided: Interval | null;
  /** The two-sided 95 % interval, made in the same way. */
  readonly twoSided: Interval | null;
  readonly holds: boolean;
}

/** The normal quantile at 95 %. */
const ONE_SIDED_95 = 1.6448536269514722;

/**
 * Judges a claim. It fails only where the one-sided 95 % bound of its rate lies on the wrong side of what is
 * required, so that a true claim fails by chance on one run in twenty. Without any count it fails.
 *
 * Example: 5 of 20 desks has the lower bound 0.127, so "at most 0.1" fails; 4 of 20 has 0.093 and holds.
 * @param counts one a desk
 */
export function judgeClaim(claim: Claim, source: Source, counts: readonly Count[]): ClaimResult {
  const part = sum(counts.map((count) => count.part));
  const whole = sum(counts.map((count) => count.whole));
  const shared = { claim, source, desks: counts.length, part, whole };
  if (!(whole > 0)) return { ...shared, rate: null, oneSided: null, twoSided: null, holds: false };
  const rate = part / whole;
  const { oneSided, twoSided } = claim.isAmount ? resampledBounds(counts) : wilsonBounds(rate, counts);
  return { ...shared, rate, oneSided, twoSided, holds: isMet(claim.requirement, oneSided) };
}

interface Bounds {
  readonly oneSided: Interval;
  readonly twoSided: Interval;
}

function wilsonBounds(rate: number, counts: readonly Count[]): Bounds {
  const trials = effectiveTrials(counts);
  return {
    oneSided: wilsonInterval(rate * trials, trials, ONE_SIDED_95),
    twoSided: wilsonInterval(rate * trials, trials),
  };
}

/** Desks are independent, so each is drawn alone. A resample whose whole is not above 0 has no rate. */
function resampledBounds(counts: readonly Count[]): Bounds {
  const rateOf = (desks: readonly Count[]) => {
    const whole = sum(desks.map((desk) => desk.whole));
    return whole > 0 ? sum(desks.map((desk) => desk.part)) / whole : null;
  };
  const [low = Number.NaN, from = low, to = low, high = low] = bootstrapInterval(counts, rateOf, {
    seed: 20_250_109,
    meanBlockSessions: 1,
    probabilities: [0.025, 0.05, 0.95, 0.975],
  });
  return { oneSided: [from, to], twoSided: [low, high] };
}

/**
 * The number of independent trials that would make the rate as uncertain as it is. Desks are independent; the
 * days of one desk are not. With rate p and m desks, the variance of the rate is
 * m/(m − 1)·Σ (part − p·whole)² / (Σ whole)², and the trials are p·(1 − p) / variance: at most Σ whole, and
 * at least one a desk. Where each desk is one trial, the trials are the desks.
 *
 * Example: two desks with 5 and 15 of 100 each: p = 0.1, variance 2·50/200² = 0.0025, 36 trials.
 *
 * Source: Kish (1965), the design effect of clusters.
 */
export function effectiveTrials(counts: readonly Count[]): number {
  const desks = counts.length;
  const whole = sum(counts.map((count) => count.whole));
  if (counts.every((count) => count.whole === 1)) return desks;
  const rate = sum(counts.map(({ part }) => part)) / whole;
  // One desk, or a rate of 0 or 1, shows no difference between desks.
  if (desks < 2 || rate === 0 || rate === 1) return desks;
  const squares = sum(counts.map((count) => (count.part - rate * count.whole) ** 2));
  const variance = (desks * squares) / ((desks - 1) * whole ** 2);
  return Math.min(whole, Math.max(desks, (rate * (1 - rate)) / variance));
}

function isMet(requirement: Requirement, [low, high]: Interval): boolean {
  if ('atMost' in requirement) return low <= requirement.atMost;
  if ('atLeast' in requirement) return high >= requirement.atLeast;
  return low <= requirement.to && high >= requirement.from;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
