import type { GateDecision } from '../engines/gate.ts';
import type { TierThresholds } from '../engines/modelTier.ts';
import type { EngineInForce } from '../engines/proposal.ts';
import type { ClosedDays } from '../ledger/closedDays.ts';
import type { LimitBasis } from '../ledger/traderDayFacts.ts';
import type { CoverageZone } from '../statistics/pooledCoverage.ts';
import type { ReliabilityBin } from '../statistics/reliability.ts';
import type { Interval } from '../statistics/sessionInterval.ts';
import type { LikelihoodRatioTest } from '../statistics/varBacktest.ts';
import type { CutRates } from './cutRates.ts';
import type { DeskPnl } from './deskPnl.ts';
import type { EqualCuts } from './equalCuts.ts';
import type { ImpactByStrategy, ImpactVerdict, SlippageCase } from './impact.ts';
import type { MatchedControl } from './matchedControl.ts';
import type { ModelFit, WeightStability } from './modelHistory.ts';
import type { PinballBenchmark } from './pinballBenchmark.ts';
import type { MonthlyReview } from './reviewResult.ts';
import type { RulesWorth } from './rulesWorth.ts';
import type { ShadowComparison } from './shadowComparison.ts';
import type { SizingScores } from './sizingAccumulator.ts';
import type { StrategySums } from './strategyAccumulator.ts';
import type { SwitchHistory } from './switchAccumulator.ts';
import type { TailComparison } from './tailComparison.ts';
import type { YoungCoverage } from './youngCoverage.ts';

/**
 * The figures of a walk-forward backtest, from which summary.json and the backtest page are made. Amounts are
 * dollars and shares are fractions (0.1 = 10 %) unless the name says percent. Null means that the period has
 * too little data for the figure.
 */
export interface BacktestResult {
  readonly source: WalkedDesk;
  readonly period: BacktestPeriod;
  readonly settings: BacktestSettings;
  /** Each engine evaluated as if it had been in force throughout, and the engine that was in force. */
  readonly engines: Readonly<Record<'ridge' | 'rules' | 'inForce', EngineScores>>;
  readonly gate: GateHistory;
  readonly cutSwitch: SwitchHistory;
  /** The worst results of the desk by session, without and with the cuts in force; null without a session. */
  readonly tail: TailComparison | null;
  /** P&L of the desk without any cut and with the cuts in force. */
  readonly deskPnl: DeskPnl;
  /** What was in force, for the whole desk: no cuts while they were switched off. */
  readonly strategies: ImpactByStrategy;
  /**
   * Traded trader-days with a known intraday path, and those without one, which no limit can be tested on.
   */
  readonly judgedDays: number;
  readonly unjudgedDays: number;
  /**
   * Judged days on which the trader was stopped at a limit in force: they go on like a day that lost as much.
   */
  readonly estimatedDays: number;
  /**
   * Trader-days traded while the calendar was closed. They enter the traders' history and no other figure.
   */
  readonly closedDays: ClosedDays;
  readonly slippage: readonly SlippageCase[];
  /** What sizes (docs/methods.md, section 15) would have changed, alone and with the cuts. */
  readonly sizing: SizingScores;
  /** One entry per session, ascending. */
  readonly equity: readonly EquitySession[];
  /** The net benefit of the limit cuts so far, at up to 40 sessions, which include the last one. */
  readonly cumulativeBenefit: readonly CumulativeBenefit[];
  readonly valueAtRisk: DeskCoverage;
  /** Of traders with 10 to 19 active sessions, who are not in `valueAtRisk`. */
  readonly youngValueAtRisk: YoungCoverage;
  readonly probability: ProbabilityScores;
  readonly tiers: TierComparison;
  /** What each rule, tier and depth of a cut was worth. */
  readonly rulesWorth: RulesWorth;
  readonly matchedControl: MatchedControl;
  /** Sorted by name. */
  readonly byTrader: readonly TraderResult[];
  /** Why the traders have no intervals; null if they have them. */
  readonly traderIntervalsLeftOut: string | null;
  /** Ascending. */
  readonly byMonth: readonly MonthResult[];
  readonly models: { readonly fits: readonly ModelFit[]; readonly stability: WeightStability | null };
  /**
   * Shadow strategies against the engine in force, as they would have decided; empty in a review, which has
   * what they did decide.
   */
  readonly shadows: readonly ShadowComparison[];
  /** Set in a monthly review only. */
  readonly review: MonthlyReview | null;
}

/** Whether the fills are the stored ones or those of the demo desk. */
export type WalkedDesk = 'stored' | 'demo';

/** Sessions are YYYY-MM-DD. */
export interface BacktestPeriod {
  readonly first: string;
  readonly last: string;
  readonly sessions: number;
  /** The first session of the walk. A later `first` does not shorten the history that forecasts use. */
  readonly walkedFrom: string;
  readonly traders: number;
  /** Rows of predictions.csv: for each trader, the sessions since the trader's first one. */
  readonly traderDays: number;
  readonly tradedDays: number;
}

export interface BacktestSettings {
  readonly maxReductionPct: number;
  readonly retrainEverySessions: number;
  /** CUTS_REQUIRE_PROOF. */
  readonly cutsRequireProof: boolean;
  readonly limitBasis: LimitBasis;
  /** The loss from which a day counts as a large loss in the hit rate, dollars, positive. */
  readonly largeLossThreshold: number;
  readonly tiers: TierThresholds;
  readonly slippageBasisPoints: number;
  /** New limits are rounded down to a multiple of so many dollars. */
  readonly limitRoundTo: number;
}

export interface EngineScores {
  /** Over the traded trader-days for which the engines had a proposal. */
  readonly cutRates: CutRates;
  /** The limit strategy only. */
  readonly limit: ImpactByStrategy['limit'];
  /** The same cuts for everyone, and what choosing the trader-days added. */
  readonly equalCuts: EqualCuts;
  /** Mean regret per judged trader-day, in base limits; null without any. */
  readonly regret: number | null;
}

export interface GateHistory {
  /** Ascending; each decision holds until the next one. The first may have been decided before the period. */
  readonly decisions: readonly GateDecision[];
  readonly latest: GateDecision | null;
  readonly ridgeSessions: number;
  readonly rulesSessions: number;
  /** Sessions on which cuts were switched off. */
  readonly noCutSessions: number;
  /** Sessions on which the gate had the model in force and the circuit breaker replaced it by the rules. */
  readonly breakers: readonly { readonly sessionDate: string; readonly why: string }[];
}

/**
 * P&L of the desk on one session, dollars. A day without a known intraday path counts with its traded P&L in
 * all three columns.
 */
export interface EquitySession {
  readonly sessionDate: string;
  readonly engine: EngineInForce;
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

/** How often the 95 % VaR of traded days was breached. Tests are null without a forecast. */
export interface Coverage {
  readonly forecasts: number;
  readonly exceptions: number;
  readonly rate: number | null;
  readonly kupiec: LikelihoodRatioTest | null;
  readonly christoffersen: LikelihoodRatioTest | null;
  readonly conditionalCoverage: LikelihoodRatioTest | null;
  readonly zone: CoverageZone | null;
  /** Mean pinball loss of the 5 % quantile, divided by the trader's scale S. */
  readonly pinball: number | null;
}

export interface DeskCoverage extends Coverage {
  /** Sessions with at least one forecast. */
  readonly sessions: number;
  /**
   * 5 % and 95 % bounds of the rate: sessions resampled, or Wilson's interval if fewer than ten were
   * breached.
   */
  readonly rateInterval: Interval | null;
  /**
   * The number of independent forecasts that would leave the rate as uncertain as it is. The zone is read at
   * this number.
   */
  readonly effectiveForecasts: number | null;
  /** Null where no VaR was tested. */
  readonly benchmark: PinballBenchmark | null;
}

/** Scores of P(large loss) on traded days. A large loss is a day worse than the trader's own threshold. */
export interface ProbabilityScores {
  readonly days: number;
  readonly baseRate: number | null;
  readonly brier: number | null;
  readonly skill: number | null;
  readonly auc: number | null;
  /**
   * 5 % and 95 % bounds, sessions resampled; null with too few sessions, large losses, or days without one.
   */
  readonly skillInterval: Interval | null;
  readonly aucInterval: Interval | null;
  /** The sum of the probabilities, and the number of large losses that happened. */
  readonly expected: number;
  readonly came: number;
  readonly reliability: readonly ReliabilityBin[];
}

/**
 * Daybreak's tiers compared with the fixed thresholds on P(large loss) of an earlier system: high from 70 %,
 * neutral from 40 %.
 */
export interface TierComparison {
  readonly ours: TierScores;
  readonly fixed: TierScores;
}

export interface TierScores {
  readonly high: TierCount;
  readonly neutral: TierCount;
  readonly low: TierCount;
  /**
   * Share of the traders' own large losses that happened on days of tier high or neutral; null without any.
   */
  readonly hitRate: number | null;
  readonly verdict: 'told' | 'not enough to tell';
}

export interface TierCount {
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
  /** Null if intervals were left out, see `traderIntervalsLeftOut`. */
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
  /** 5 % and 95 % bounds of the share of VaRs breached, computed as the desk's; null if no VaR was tested. */
  readonly varRateInterval: Interval | null;
  /** Mean regret of the engine in force, in base limits; null without a judged day. */
  readonly regret: number | null;
}
