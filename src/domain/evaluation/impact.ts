import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import { STRATEGIES, type Strategy, type strategyEffects } from './strategies.ts';
import { StrategyAccumulator, type StrategySums } from './strategyAccumulator.ts';

/** Fewer days than this on which a strategy did anything, and its net is an anecdote (methods: what a cut would have done). */
export const MINIMUM_BINDING_DAYS = 10;
/** Replicates for a trader or a month, of which there are hundreds; the desk has those asked for. */
export const GROUP_REPLICATES = 500;
/** A stop costs more in a fast market: the net is shown at no slippage, the assumed one and three times it. */
export const SLIPPAGE_MULTIPLES = [0, 1, 3] as const;

/** `helped` and `cost`: the interval of the net lies on one side of 0; `could be chance`: it does not. */
export type ImpactVerdict = 'helped' | 'cost' | 'could be chance' | 'not enough to tell';

export interface StrategyImpact extends StrategySums {
  /** 5 % and 95 % bounds of the net, dollars, by stationary bootstrap over sessions. */
  readonly netInterval: Interval;
  readonly verdict: ImpactVerdict;
}

export type ImpactByStrategy = Readonly<Record<Strategy, StrategyImpact>>;

/** Net of each strategy for the desk, dollars, were stopping to cost a multiple of the assumed slippage. */
export interface SlippageCase {
  readonly multiple: number;
  readonly slippageBasisPoints: number;
  readonly net: Readonly<Record<Strategy, number>>;
}

export type StrategyAccumulators = Readonly<Record<Strategy, StrategyAccumulator>>;
type Effects = ReturnType<typeof strategyEffects>;

export function newAccumulators(): StrategyAccumulators {
  return byStrategy(() => new StrategyAccumulator());
}

export function addTo(tallies: StrategyAccumulators, sessionDate: string, effects: Effects): void {
  for (const strategy of STRATEGIES) tallies[strategy].add(sessionDate, effects[strategy]);
}

/** Each strategy with its interval over these sessions, ascending; those without a trader-day are resampled too. */
export function impactByStrategy(
  tallies: StrategyAccumulators,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): ImpactByStrategy {
  return byStrategy((strategy) => strategyImpact(tallies[strategy], sessions, sampling));
}

/** As `impactByStrategy`, for one strategy. */
export function strategyImpact(
  tally: StrategyAccumulator,
  sessions: readonly string[],
  sampling: BootstrapOptions,
): StrategyImpact {
  const sums = tally.sums();
  const netInterval = intervalOfSum(tally.netOver(sessions), sampling);
  return { ...sums, netInterval, verdict: verdictOn(sums.bindingDays, netInterval) };
}

function verdictOn(bindingDays: number, [low, high]: Interval): ImpactVerdict {
  if (bindingDays < MINIMUM_BINDING_DAYS) return 'not enough to tell';
  if (low > 0) return 'helped';
  return high < 0 ? 'cost' : 'could be chance';
}

export function byStrategy<T>(value: (strategy: Strategy) => T): Readonly<Record<Strategy, T>> {
  return Object.fromEntries(STRATEGIES.map((strategy) => [strategy, value(strategy)])) as Record<Strategy, T>;
}
