import type { Random } from '../../src/adapters/demo/simulation/random.ts';

/** The constant properties of a trader. */
export interface TraderStyle {
  readonly trader: string;
  /** Standard deviation of an ordinary day's net P&L, dollars. */
  readonly scale: number;
  /** Share of sessions traded. */
  readonly activity: number;
  readonly limitInScales: number;
  /** How likely losses lead to tilt; revenge trading and larger size after losses grow with it. */
  readonly proneness: number;
  /** Degrees of freedom of the daily P&L's t distribution. */
  readonly tailDegrees: number;
  readonly winRate: number;
  readonly usualTrips: number;
  /** Fees of an ordinary day, as a share of the scale. */
  readonly feeShare: number;
  /** Notional of the usually open lots, in scales. */
  readonly exposureInScales: number;
  readonly symbols: number;
  readonly holdSeconds: number;
  readonly sharePrice: number;
  readonly fillsPerOrder: number;
}

/** The parameters drawn before the day starts. */
export interface DayPlan {
  readonly sessionDate: string;
  readonly style: TraderStyle;
  readonly isTilted: boolean;
  /** Size traded, 1 on an ordinary day. */
  readonly size: number;
  /** Standard deviation of the day's net P&L, dollars. */
  readonly standardDeviation: number;
  /** Mean net P&L of a full session, in its standard deviations. */
  readonly driftInDeviations: number;
}

/** Draws a trader at random, from small and steady to large and hectic. */
export function drawStyle(random: Random, trader: string): TraderStyle {
  const evenlyInLogarithm = (low: number, high: number) => low * (high / low) ** random.uniform();
  return {
    trader,
    scale: evenlyInLogarithm(300, 8_000),
    activity: random.between(0.7, 0.98),
    limitInScales: random.between(1.5, 3),
    proneness: random.between(0.5, 1),
    tailDegrees: random.whole(4, 5),
    winRate: random.between(0.4, 0.62),
    usualTrips: evenlyInLogarithm(5, 120),
    feeShare: random.between(0.03, 0.15),
    exposureInScales: random.between(15, 45),
    symbols: random.whole(1, 8),
    holdSeconds: evenlyInLogarithm(40, 2_400),
    sharePrice: evenlyInLogarithm(8, 400),
    fillsPerOrder: random.between(1, 3),
  };
}
