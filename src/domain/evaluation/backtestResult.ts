import type { GateDecision } from '../engines/gate.ts';
import type { TierThresholds } from '../engines/modelTier.ts';
import type { ClosedDays } from '../ledger/closedDays.ts';
import type { LimitBasis } from '../ledger/traderDayFacts.ts';
import type { CoverageZone } from '../statistics/pooledCoverage.ts';
import type { ReliabilityBin } from '../statistics/reliability.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import type { LikelihoodRatioTest } from '../statistics/varBacktest.ts';
import type { CutRates } from './cutRates.ts';
import type { ImpactByStrategy, ImpactVerdict, SlippageCase } from './impact.ts';
import type { MatchedControl } from './matchedControl.ts';
import type { ModelFit, WeightStability } from './modelHistory.ts';
import type { PinballBenchmark } from './pinballBenchmark.ts';
import type { MonthlyReview } from './reviewResult.ts';
import type { StrategySums } from './strategyAccumulator.ts';

/**
 * Everything that a walk-forward over the stored sessions has to say: what summary.json and the page are made of. Dollars and
 * shares (0.1 = 10 %) unless the name says percent; null = cannot be known from this period.
 */
export interface BacktestResult {
  readonly source: WalkedDesk;
  readonly period: BacktestPeriod;
  readonly settings: BacktestSettings;
  /** Each engine by itself, as if it had been in force throughout, and the engine that was in force. */
  readonly engines: Readonly<Record<'ridge' | 'rules' | 'inForce', EngineScores>>;
  readonly gate: GateHistory;
  /** Of the engine in force, for the desk. */
  readonly strategies: ImpactByStrategy;
  /** Trader-days that were traded and could be judged, and those that could not. */
  readonly judgedDays: number;
  readonly unjudgedDays: number;
  /** Traded in the period, and in no other figure of it but the history. */
  readonly closedDays: ClosedDays;
  readonly slippage: readonly SlippageCase[];
  /** One entry a session, ascending. */
  readonly equity: readonly EquitySession[];
  /** At up to forty sessions, the last among them: the net benefit of the limit cuts so far. */
  readonly cumulativeBenefit: readonly CumulativeBenefit[];
  readonly valueAtRisk: DeskCoverage;
  readonly probability: ProbabilityScores;
  readonly tiers: TierComparison;
  readonly matchedControl: MatchedControl;
  /** In order of name. */
  readonly byTrader: readonly TraderResult[];
  /** Why the traders have no intervals of their own; null where they have. */
  readonly traderIntervalsLeftOut: string | null;
  /** Ascending. */
  readonly byMonth: readonly MonthResult[];
  readonly models: { readonly fits: readonly ModelFit[]; readonly stability: WeightStability | null };
  /** Only of a monthly review. */
  readonly review: MonthlyReview | null;
}

/** Whose fills were walked: those stored, or the made-up ones of the demo desk. */
export type WalkedDesk = 'stored' | 'demo';

/** Sessions are YYYY-MM-DD. */
export interface BacktestPeriod {
  readonly first: string;
  readonly last: string;
  readonly sessions: number;
  /** The walk began here, so that a later start does not know less. */
  readonly walkedFrom: string;
  /** Traders with a row in the period. */
  readonly traders: number;
  /** Rows of predictions.csv: traders on the roster times sessions since their first. */
  readonly traderDays: number;
  readonly tradedDays: number;
}

export interface BacktestSettings {
  readonly maxReductionPct: number;
  readonly retrainEverySessions: number;
  readonly limitBasis: LimitBasis;
  /** Dollars, a loss as a positive number: the hit rate's large loss. */
  readonly largeLossThreshold: number;
  readonly tiers: TierThresholds;
  readonly slippageBasisPoints: number;
}

export interface EngineScores {
  /** Of trader-days that were traded and that the engines spoke about. */
  readonly cutRates: CutRates;
  /** The limit strategy alone. */
  readonly limit: ImpactByStrategy['limit'];
  /** Mean regret of a judged trader-day, in base limits; null without any. */
  readonly regret: number | null;
}

export interface GateHistory {
  /** Ascending; each holds until the next. The first may have been decided before the period. */
  readonly decisions: readonly GateDecision[];
  readonly latest: GateDecision | null;
  readonly ridgeSessions: number;
  readonly rulesSessions: number;
  /** Sessions on which the gate let the model speak and the circuit breaker did not. */
  readonly breakers: readonly { readonly sessionDate: string; readonly why: string }[];
}

/** P&L of the desk on one session, dollars. A day whose path cannot be judged counts as traded in all three. */
export interface EquitySession {
  readonly sessionDate: string;
  readonly engine: 'ridge' | 'rules';
  readonly asTraded: number;
  /** Every trader stopped at the base limit. */
  readonly underBaseLimits: number;
  /** Every trader stopped at the limit of the engine in force. */
  readonly underCutLimits: number;
}

export interface CumulativeBenefit {
  readonly sessionDate: string;
  /** Σ (underCutLimits − underBaseLimits) from the first session on. */
  readonly benefit: number;
  /** 5 % and 95 % bounds, the sessions so far resampled. */
  readonly interval: Interval;
}

/** VaR 95 of days that were traded. Tests are null where there was no forecast. */
export interface Coverage {
  readonly forecasts: number;
  readonly exceptions: number;
  readonly rate: number | null;
  readonly kupiec: LikelihoodRatioTest | null;
  readonly christoffersen: LikelihoodRatioTest | null;
  readonly conditionalCoverage: LikelihoodRatioTest | null;
  readonly zone: CoverageZone | null;
  /** Mean pinball loss of the 5 % quantile over the trader's scale S. */
  readonly pinball: number | null;
}

export interface DeskCoverage extends Coverage {
  /** Sessions with at least one forecast. */
  readonly sessions: number;
  /** 5 % and 95 % bounds of the rate: whole sessions resampled, or Wilson's where fewer than ten were breached. */
  readonly rateInterval: Interval | null;
  /** So many independent forecasts would leave the rate as uncertain as it is; the zone is read in them. */
  readonly effectiveForecasts: number | null;
  /** Null where no VaR was tested. */
  readonly benchmark: PinballBenchmark | null;
}

/** P(large loss) of days that were traded; it happened where the day was worse than the trader's own threshold. */
export interface ProbabilityScores {
  readonly days: number;
  readonly baseRate: number | null;
  readonly brier: number | null;
  readonly skill: number | null;
  readonly auc: number | null;
  /** 5 % and 95 % bounds, sessions resampled; null with too few sessions, large losses or days without one. */
  readonly skillInterval: Interval | null;
  readonly aucInterval: Interval | null;
  /** Large losses that the probabilities add up to, and those that came. */
  readonly expected: number;
  readonly came: number;
  readonly reliability: readonly ReliabilityBin[];
}

/** Our tiers beside the fixed thresholds on P(large loss) of an older system: high from 70 %, neutral from 40 %. */
export interface TierComparison {
  readonly ours: TierScores;
  readonly fixed: TierScores;
}

export interface TierScores {
  readonly high: TierCount;
  readonly neutral: TierCount;
  readonly low: TierCount;
  /** Share of the own large losses that came on days called high or neutral; null without any. */
  readonly hitRate: number | null;
  readonly verdict: 'told' | 'not enough to tell';
}

export interface TierCount {
  /** Traded trader-days of this tier. */
  readonly days: number;
  readonly largeLosses: number;
  /** largeLosses / days; null for no days. */
  readonly rate: number | null;
}

export interface TraderResult {
  readonly trader: string;
  readonly rows: number;
  readonly tradedDays: number;
  readonly netPnl: number;
  /** Traded days on which the engine in force cut. */
  readonly cutDays: number;
  /** The limit strategy of the engine in force. */
  readonly limit: StrategySums;
  /** Null where they were left out, see traderIntervalsLeftOut. */
  readonly netInterval: Interval | null;
  readonly verdict: ImpactVerdict;
  readonly ownLargeLosses: number;
  readonly coverage: Coverage;
}

export interface MonthResult {
  /** YYYY-MM. */
  readonly month: string;
  readonly sessions: number;
  readonly ridgeSessions: number;
  readonly netPnl: number;
  readonly limit: StrategySums;
  readonly netInterval: Interval;
  readonly verdict: ImpactVerdict;
  readonly varForecasts: number;
  readonly varExceptions: number;
  /** 5 % and 95 % bounds of the share breached, as of the desk's; null where no VaR was tested. */
  readonly varRateInterval: Interval | null;
  /** Mean regret of the engine in force, in base limits; null where no day could be judged. */
  readonly regret: number | null;
}
