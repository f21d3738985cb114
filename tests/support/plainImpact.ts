import { CutRateAccumulator, type CutRates } from '../../src/domain/evaluation/cutRates.ts';
import {
  addTo,
  byStrategy,
  GROUP_REPLICATES,
  type ImpactByStrategy,
  impactByStrategy,
  newAccumulators,
  SLIPPAGE_MULTIPLES,
  type SlippageCase,
  type StrategyAccumulators,
} from '../../src/domain/evaluation/impact.ts';
import { type ProposedCut, strategyEffects } from '../../src/domain/evaluation/strategies.ts';
import type { JudgedDay, StopOptions } from '../../src/domain/outcome/counterfactual.ts';
import { monthOf } from '../../src/domain/session/isoDate.ts';
import type { BootstrapOptions } from '../../src/domain/statistics/stationaryBootstrap.ts';

/** Whose proposals are judged: an engine's, or those of the engine that was in force on the session. */
export type JudgedEngine = 'ridge' | 'rules' | 'inForce';

/** A trader-day that was traded, with what was proposed for it beforehand. */
export interface EvaluatedDay {
  readonly sessionDate: string;
  readonly trader: string;
  /** Dollars, before any cut. */
  readonly baseLimit: number;
  /** The day's net P&L as it was, dollars. */
  readonly netPnl: number;
  /**
   * Null where the day's path cannot be judged, see judgedDay: it counts in rates of cuts, not in dollars.
   */
  readonly day: JudgedDay | null;
  /** Null where the engine was silent about the trader. */
  readonly proposals: Readonly<Record<JudgedEngine, ProposedCut | null>>;
  /**
   * The 15 % quantile of the trader's own active-day P&L before the session, dollars, a P&L and so usually
   * negative; null while the history is too short.
   */
  readonly ownLargeLossPnl: number | null;
}

export interface PlainImpact {
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

export interface PlainImpactOptions extends StopOptions, BootstrapOptions {
  /**
   * Every session of the period, ascending, those without any trader-day too: they are resampled like the
   * others.
   */
  readonly sessions: readonly string[];
}

/**
 * What one engine's cuts would have done, for each strategy: for the desk, for each trader, for each month.
 * Days about which the engine was silent count as uncut. Throws DecisionError for a trader-day of none of the
 * sessions, whose money would be in the net and not in its interval.
 */
export function plainImpact(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  options: PlainImpactOptions,
): PlainImpact {
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

/**
 * The desk's net at 0, 1 and 3 times the slippage: a strategy that only pays when stopping is free does not
 * pay.
 */
export function plainSlippageCases(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  { slippageBasisPoints, limitRoundTo }: StopOptions,
): readonly SlippageCase[] {
  return SLIPPAGE_MULTIPLES.map((multiple) => {
    const scaled = slippageBasisPoints * multiple;
    const options = { slippageBasisPoints: scaled, limitRoundTo };
    const desk = newAccumulators();
    for (const day of days) {
      const effects = effectsOn(day, engine, options);
      if (effects !== null) addTo(desk, day.sessionDate, effects);
    }
    return {
      multiple,
      slippageBasisPoints: scaled,
      net: byStrategy((strategy) => desk[strategy].sums().net),
    };
  });
}

type Effects = ReturnType<typeof strategyEffects>;

function effectsOn(evaluated: EvaluatedDay, engine: JudgedEngine, options: StopOptions): Effects | null {
  const proposal = evaluated.proposals[engine] ?? { reductionPct: 0, tier: 'unknown' as const };
  return evaluated.day && strategyEffects(evaluated.day, evaluated.baseLimit, proposal, options);
}

function groupIn(groups: Map<string, StrategyAccumulators>, key: string): StrategyAccumulators {
  const group = groups.get(key) ?? newAccumulators();
  groups.set(key, group);
  return group;
}

function impactOfGroups(
  groups: ReadonlyMap<string, StrategyAccumulators>,
  sessionsOf: (key: string) => readonly string[],
  options: PlainImpactOptions,
): ReadonlyMap<string, ImpactByStrategy> {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([key, tallies]) => [key, impactByStrategy(tallies, sessionsOf(key), options)]));
}

/** The cut rates of one engine over whole histories. `largeLossDollars` is a loss as a positive number. */
export function plainCutRates(
  days: readonly EvaluatedDay[],
  engine: JudgedEngine,
  largeLossDollars: number,
): CutRates {
  const rates = new CutRateAccumulator(largeLossDollars);
  for (const day of days) rates.add(day, day.proposals[engine]?.reductionPct ?? null);
  return rates.rates();
}
