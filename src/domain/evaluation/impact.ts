import { DecisionError } from '../../shared/errors.ts';
import type { StopOptions } from '../outcome/counterfactual.ts';
import { monthOf } from '../session/isoDate.ts';
import { type Interval, intervalOfSum, type Sampling } from '../statistics/sessionInterval.ts';
import type { EvaluatedDay, JudgedEngine } from './evaluatedDay.ts';
import { STRATEGIES, type Strategy, strategyEffects } from './strategies.ts';
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

export interface Impact {
  readonly desk: ImpactByStrategy;
  /** In order of name. */
  readonly byTrader: ReadonlyMap<string, ImpactByStrategy>;
  /** By YYYY-MM, ascending. */
  readonly byMonth: ReadonlyMap<string, ImpactByStrategy>;
  readonly sessions: number;
  readonly judgedDays: number;
  /** Trader-days left out because their path cannot be judged. */
  readonly unjudgedDays: number;
}

export interface ImpactOptions extends StopOptions, Sampling {
  /** Every session of the period, ascending, those without any trader-day too: they are resampled like the others. */
  readonly sessions: readonly string[];
}

/**
 * What one engine's cuts would have done, for each strategy: for the desk, for each trader, for each month. Days about
 * which the engine was silent count as uncut. Throws DecisionError for a trader-day of none of the sessions, whose
 * money would be in the net and not in its interval.
 */
export function impactOf(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  options: ImpactOptions,
): Impact {
  refuseStrays(days, options.sessions);
  const desk = newAccumulators();
  const byTrader = new Map<string, StrategyAccumulators>();
  const byMonth = new Map<string, StrategyAccumulators>();
  let judgedDays = 0;
  for (const day of days) {
    const effects = effectsOn(day, engine, options);
    if (effects === null) continue;
    judgedDays++;
    const groups = [desk, groupIn(byTrader, day.trader), groupIn(byMonth, monthOf(day.sessionDate))];
    for (const group of groups) addTo(group, day.sessionDate, effects);
  }
  const replicates = Math.min(options.replicates ?? GROUP_REPLICATES, GROUP_REPLICATES);
  const groupOptions = { ...options, replicates };
  return {
    desk: impactByStrategy(desk, options.sessions, options),
    byTrader: impactOfGroups(byTrader, () => options.sessions, groupOptions),
    byMonth: impactOfGroups(
      byMonth,
      (month) => options.sessions.filter((session) => monthOf(session) === month),
      groupOptions,
    ),
    sessions: options.sessions.length,
    judgedDays,
    unjudgedDays: days.length - judgedDays,
  };
}

/** Net of each strategy for the desk, dollars, were stopping to cost a multiple of the assumed slippage. */
export interface SlippageCase {
  readonly multiple: number;
  readonly slippageBasisPoints: number;
  readonly net: Readonly<Record<Strategy, number>>;
}

/** The desk's net at 0, 1 and 3 times the slippage: a strategy that only pays when stopping is free does not pay. */
export function slippageCases(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  { slippageBasisPoints }: StopOptions,
): readonly SlippageCase[] {
  return SLIPPAGE_MULTIPLES.map((multiple) => {
    const options = { slippageBasisPoints: slippageBasisPoints * multiple };
    const desk = newAccumulators();
    for (const day of days) {
      const effects = effectsOn(day, engine, options);
      if (effects !== null) addTo(desk, day.sessionDate, effects);
    }
    return { multiple, ...options, net: byStrategy((strategy) => desk[strategy].sums().net) };
  });
}

export type StrategyAccumulators = Readonly<Record<Strategy, StrategyAccumulator>>;
type Effects = ReturnType<typeof strategyEffects>;

function effectsOn(evaluated: EvaluatedDay, engine: JudgedEngine, options: StopOptions): Effects | null {
  const proposal = evaluated.proposals[engine] ?? { reductionPct: 0, tier: 'unknown' as const };
  return evaluated.day && strategyEffects(evaluated.day, evaluated.baseLimit, proposal, options);
}

export function newAccumulators(): StrategyAccumulators {
  return byStrategy(() => new StrategyAccumulator());
}

export function addTo(tallies: StrategyAccumulators, sessionDate: string, effects: Effects): void {
  for (const strategy of STRATEGIES) tallies[strategy].add(sessionDate, effects[strategy]);
}

function groupIn(groups: Map<string, StrategyAccumulators>, key: string): StrategyAccumulators {
  const group = groups.get(key) ?? newAccumulators();
  groups.set(key, group);
  return group;
}

function impactOfGroups(
  groups: ReadonlyMap<string, StrategyAccumulators>,
  sessionsOf: (key: string) => readonly string[],
  options: ImpactOptions,
): ReadonlyMap<string, ImpactByStrategy> {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([key, tallies]) => [key, impactByStrategy(tallies, sessionsOf(key), options)]));
}

/** Each strategy with its interval over these sessions, ascending; those without a trader-day are resampled too. */
export function impactByStrategy(
  tallies: StrategyAccumulators,
  sessions: readonly string[],
  sampling: Sampling,
): ImpactByStrategy {
  return byStrategy((strategy) => strategyImpact(tallies[strategy], sessions, sampling));
}

/** As `impactByStrategy`, for one strategy. */
export function strategyImpact(
  tally: StrategyAccumulator,
  sessions: readonly string[],
  sampling: Sampling,
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

function refuseStrays(days: readonly EvaluatedDay[], sessions: readonly string[]): void {
  const known = new Set(sessions);
  const stray = days.find(({ sessionDate }) => !known.has(sessionDate));
  if (stray === undefined) return;
  const { trader, sessionDate } = stray;
  throw new DecisionError(
    'stray_trader_day',
    `Impact: ${trader} on ${sessionDate}; expected one of the ${sessions.length} sessions judged`,
    { hint: 'Judge a period whose sessions come from the same calendar as its trader-days.' },
  );
}
