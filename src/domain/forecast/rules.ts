import type { Proposal, Reason } from '../decision/decision.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { roughDollars } from '../report/money.ts';
import { quantile } from '../statistics.ts';

/** What the rules may see of one trader: facts through the session before the one decided for. */
export interface RulesInput {
  readonly trader: string;
  /** Active sessions, oldest first. */
  readonly days: readonly TraderDaySummary[];
  /** The last session before the one decided for, whether the trader was active on it or not. */
  readonly previousSession: string;
  /** Dollars; what a drawdown is measured against. */
  readonly riskCapital: number;
}

/** The window of the drawdown and of the trader's own worst days, active sessions. */
const WINDOW_SESSIONS = 60;
/** Below this many earlier sessions a 5 % quantile is one day's accident. */
const MINIMUM_FOR_QUANTILE = 20;

/**
 * What a sensible risk manager would do by hand (methods: rules baseline). The largest cut among the rules that
 * fire is the proposal; every rule that fires gives its reason with its number.
 */
export function proposeByRules(input: RulesInput): Proposal {
  const reasons = [lossStreak(input), drawdown(input), volatility(input), worstDay(input)]
    .filter((reason) => reason !== null)
    .sort((a, b) => b.reductionPct - a.reductionPct);
  const reductionPct = reasons[0]?.reductionPct ?? 0;
  return {
    trader: input.trader,
    reductionPct,
    tier: reductionPct >= 40 ? 'high' : reductionPct > 0 ? 'neutral' : 'low',
    confidence: rulesConfidence(input.days.length, reasons.length),
    reasons,
    valueAtRisk95: null,
    largeLossProbability: null,
  };
}

/**
 * High with 60 sessions of history and either no rule or at least two that agree; low under 40 sessions; else medium.
 * One rule alone is medium: each of them misfires by chance a few times a year.
 */
export function rulesConfidence(activeSessions: number, rulesFired: number): Proposal['confidence'] {
  if (activeSessions < 40) return 'low';
  return activeSessions >= WINDOW_SESSIONS && rulesFired !== 1 ? 'high' : 'medium';
}

function lossStreak({ days }: RulesInput): Reason | null {
  const lastNonLoss = days.findLastIndex((day) => day.netPnl >= 0);
  const streak = days.length - 1 - lastNonLoss;
  if (streak < 3) return null;
  const reductionPct = streak >= 5 ? 50 : 30;
  return { code: 'loss_streak', text: `${streak} losing sessions in a row`, value: streak, reductionPct };
}

function drawdown({ days, riskCapital }: RulesInput): Reason | null {
  let equity = 0;
  let peak = 0;
  for (const day of days.slice(-WINDOW_SESSIONS)) {
    equity += day.netPnl;
    peak = Math.max(peak, equity);
  }
  const percent = (100 * (peak - equity)) / riskCapital;
  if (percent <= 15) return null;
  const text = `drawdown of ${percent.toFixed(1)}% of risk capital over ${WINDOW_SESSIONS} sessions`;
  return { code: 'drawdown', text, value: percent, reductionPct: percent > 25 ? 60 : 40 };
}

function volatility({ days }: RulesInput): Reason | null {
  if (days.length < 25) return null;
  const recent = standardDeviation(days.slice(-5));
  const before = standardDeviation(days.slice(-25, -5));
  if (before <= 0 || recent <= 2 * before) return null;
  const ratio = recent / before;
  const text = `5-day volatility ${ratio.toFixed(1)}× that of the 20 days before`;
  return { code: 'volatility', text, value: ratio, reductionPct: 25 };
}

/** Yesterday is compared with the 60 sessions before it, so that it cannot hide in its own quantile. */
function worstDay({ days, previousSession }: RulesInput): Reason | null {
  const yesterday = days.at(-1);
  const before = days.slice(-WINDOW_SESSIONS - 1, -1).map((day) => day.netPnl);
  if (!yesterday || yesterday.sessionDate !== previousSession || before.length < MINIMUM_FOR_QUANTILE)
    return null;
  const worstTwentieth = quantile(before, 0.05) ?? 0;
  if (yesterday.netPnl >= Math.min(0, worstTwentieth)) return null;
  const text = `last session ${roughDollars(yesterday.netPnl)}, below the trader's own worst 5% (${roughDollars(worstTwentieth)})`;
  return { code: 'worst_day', text, value: yesterday.netPnl, reductionPct: 20 };
}

/** Sample standard deviation of daily net P&L, dollars. */
function standardDeviation(days: readonly TraderDaySummary[]): number {
  const mean = days.reduce((sum, day) => sum + day.netPnl, 0) / days.length;
  return Math.sqrt(days.reduce((sum, day) => sum + (day.netPnl - mean) ** 2, 0) / (days.length - 1));
}
