import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import { STRATEGIES, type Strategy, type StrategyEffects } from './strategies.ts';
import { StrategyAccumulator, type StrategySums } from './strategyAccumulator.ts';

/** With fewer binding days a net has no verdict (docs/methods.md, section 8). */
export const MINIMUM_BINDING_DAYS = 10;
/**
 * Bootstrap replicates per trader or month, of which there may be hundreds; the desk uses the number asked
 * for.
 */
export const GROUP_REPLICATES = 500;
/** A stop costs more in a fast market, so the net is reported at 0, 1 and 3 times the assumed slippage. */
export const SLIPPAGE_MULTIPLES = [0, 1, 3] as const;

/**
 * `helped`: the interval of the net lies above 0. `cost`: it lies below 0. `could be chance`: it includes 0.
 */
export type ImpactVerdict = 'helped' | 'cost' | 'could be chance' | 'not enough to tell';

export interface StrategyImpact extends StrategySums {
  /** 5 % and 95 % bounds of the net, dollars, by stationary bootstrap over sessions. */
  readonly netInterval: Interval;
  readonly verdict: ImpactVerdict;
}

export type ImpactByStrategy = Readonly<Record<Strategy, StrategyImpact>>;

/** Net of each strategy for the desk, dollars, at a multiple of the assumed slippage. */
export interface SlippageCase {
  readonly multiple: number;
  readonly slippageBasisPoints: number;
  readonly net: Readonly<Record<Strategy, number>>;
}

export type StrategyAccumulators = Readonly<Record<Strategy, StrategyAccumulator>>;

export function newAccumulators(): StrategyAccumulators {
  return byStrategy(() => new StrategyAccumulator());
}

export function addTo(tallies: StrategyAccumulators, sessionDate: string, effects: StrategyEffects): void {
  for (const strategy of STRATEGIES) tallies[strategy].add(sessionDate, effects[strategy]);
}

/**
 * Each strategy with the interval of its net over these sessions, ascending. Sessions without a trader-day
 * are resampled too.
 */
export function impactByStrategy(
  tallies: StrategyAccumulators,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): ImpactByStrategy {
  return byStrategy((strategy) => strategyImpact(tallies[strategy], sessions, sampling));
}

/**
 * One strategy with the interval of its net. Example: ten binding days that each saved $300 have a net of
 * $3,000, the interval [3000, 3000] and the verdict `helped`.
 */
export function strategyImpact(
  tally: StrategyAccumulator,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): StrategyImpact {
  const sums = tally.sums();
  const netInterval = intervalOfSum(tally.netOver(sessions), sampling);
  return { ...sums, netInterval, verdict: verdictOn(sums.bindingDays, netInterval) };
}

/** The verdict on a net with its interval, above 0 where it helped. */
export function verdictOn(bindingDays: number, [low, high]: Interval): ImpactVerdict {
  if (bindingDays < MINIMUM_BINDING_DAYS) return 'not enough to tell';
  if (low > 0) return 'helped';
  return high < 0 ? 'cost' : 'could be chance';
}

export function byStrategy<T>(value: (strategy: Strategy) => T): Readonly<Record<Strategy, T>> {
  return Object.fromEntries(STRATEGIES.map((strategy) => [strategy, value(strategy)])) as Record<Strategy, T>;
}
