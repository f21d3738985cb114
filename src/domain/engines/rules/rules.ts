import { quantileSorted } from '../../statistics/descriptive.ts';
import { roughDollars } from '../../text/money.ts';
import type { Proposal, Reason } from '../proposal.ts';

/** What the rules may see of one trader: results through the session before the one decided for. */
export interface RulesInput {
  readonly trader: string;
  /** Net P&L of the last active sessions, dollars, oldest first; at least the last 61 of them, or all. */
  readonly netPnl: ArrayLike<number>;
  /** Active sessions known of the trader, those before `netPnl` begins too. */
  readonly activeSessions: number;
  /** Whether the last of them is the session before the one decided for. */
  readonly tradedLastSession: boolean;
  /** Dollars; what a drawdown is measured against. */
  readonly riskCapital: number;
}

/** A rule that fires, with the number it fired on, and the number that was compared with where that is the trader's own. */
export interface FiredRule {
  readonly code: 'loss_streak' | 'drawdown' | 'volatility' | 'worst_day';
  readonly value: number;
  readonly comparedWith: number;
  /** The cut that the rule asks for by itself, percent. */
  readonly reductionPct: number;
}

/** The window of the drawdown and of the trader's own worst days, active sessions. */
const RULES_WINDOW_SESSIONS = 60;
/** Active sessions that the rules look back on: the window, and the day that is compared with it. */
export const RULES_SESSIONS = RULES_WINDOW_SESSIONS + 1;
/** Below this many earlier sessions a 5 % quantile is one day's accident. */
const MINIMUM_FOR_QUANTILE = 20;

/** The rules that fire (methods: rules baseline), the one with the deepest cut first. */
export function firedRules(input: RulesInput): readonly FiredRule[] {
  return [
    lossStreak(input),
    drawdown(input),
    volatility(input),
    input.tradedLastSession ? worstDay(input) : null,
  ]
    .filter((rule) => rule !== null)
    .sort((a, b) => b.reductionPct - a.reductionPct);
}

/** What the rules ask for together, percent; it hangs on whether the trader's last session is the one just over. */
export interface RulesCut {
  readonly afterTrading: number;
  readonly afterPause: number;
}

/** The deepest cut among the rules that fire, 0 where none does. As the first of `firedRules`, without its list. */
export function deepestRuleCut(input: Pick<RulesInput, 'netPnl' | 'riskCapital'>): RulesCut {
  const always = Math.max(
    lossStreak(input)?.reductionPct ?? 0,
    drawdown(input)?.reductionPct ?? 0,
    volatility(input)?.reductionPct ?? 0,
  );
  return { afterTrading: Math.max(always, worstDay(input)?.reductionPct ?? 0), afterPause: always };
}

/**
 * What a sensible risk manager would do by hand. The largest cut among the rules that fire is the proposal; every rule that
 * fires gives its reason with its number.
 */
export function proposeByRules(input: RulesInput): Proposal {
  const fired = firedRules(input);
  const reductionPct = fired[0]?.reductionPct ?? 0;
  return {
    trader: input.trader,
    reductionPct,
    tier: reductionPct >= 40 ? 'high' : reductionPct > 0 ? 'neutral' : 'low',
    confidence: rulesConfidence(input.activeSessions, fired.length),
    reasons: fired.map(reasonOf),
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
  return activeSessions >= RULES_WINDOW_SESSIONS && rulesFired !== 1 ? 'high' : 'medium';
}

type Results = Pick<RulesInput, 'netPnl'>;

function lossStreak({ netPnl }: Results): FiredRule | null {
  let streak = 0;
  while (streak < netPnl.length && netPnl[netPnl.length - 1 - streak]! < 0) streak++;
  if (streak < 3) return null;
  return { code: 'loss_streak', value: streak, comparedWith: 3, reductionPct: streak >= 5 ? 50 : 30 };
}

function drawdown({ netPnl, riskCapital }: Results & Pick<RulesInput, 'riskCapital'>): FiredRule | null {
  let equity = 0;
  let peak = 0;
  for (let day = Math.max(netPnl.length - RULES_WINDOW_SESSIONS, 0); day < netPnl.length; day++) {
    equity += netPnl[day]!;
    if (equity > peak) peak = equity;
  }
  const percent = (100 * (peak - equity)) / riskCapital;
  if (percent <= 15) return null;
  return { code: 'drawdown', value: percent, comparedWith: 15, reductionPct: percent > 25 ? 60 : 40 };
}

function volatility({ netPnl }: Results): FiredRule | null {
  if (netPnl.length < 25) return null;
  const recent = standardDeviation(netPnl, netPnl.length - 5, netPnl.length);
  const before = standardDeviation(netPnl, netPnl.length - 25, netPnl.length - 5);
  if (before <= 0 || recent <= 2 * before) return null;
  return { code: 'volatility', value: recent / before, comparedWith: before, reductionPct: 25 };
}

/** Yesterday is compared with the 60 sessions before it, so that it cannot hide in its own quantile. */
function worstDay({ netPnl }: Results): FiredRule | null {
  const yesterday = netPnl[netPnl.length - 1];
  if (yesterday === undefined || yesterday >= 0) return null;
  const before = Math.min(netPnl.length - 1, RULES_WINDOW_SESSIONS);
  if (before < MINIMUM_FOR_QUANTILE || !mayBeWorst(netPnl, yesterday, before)) return null;
  const past = new Float64Array(before);
  for (let place = 0; place < before; place++) past[place] = netPnl[netPnl.length - 1 - before + place]!;
  const worstTwentieth = quantileSorted(past.sort(), 0.05) ?? 0;
  if (yesterday >= worstTwentieth) return null;
  return { code: 'worst_day', value: yesterday, comparedWith: worstTwentieth, reductionPct: 20 };
}

/** False where so many of the days before were no better that the quantile cannot lie above yesterday: most mornings, no sort. */
function mayBeWorst(netPnl: ArrayLike<number>, yesterday: number, before: number): boolean {
  let mayBeNoBetter = Math.ceil((before - 1) * 0.05);
  for (let place = netPnl.length - 1 - before; place < netPnl.length - 1; place++) {
    if (netPnl[place]! <= yesterday && --mayBeNoBetter < 0) return false;
  }
  return true;
}

function reasonOf(rule: FiredRule): Reason {
  const { code, value, reductionPct } = rule;
  return { code, text: wordsOf(rule), value, reductionPct };
}

function wordsOf({ code, value, comparedWith }: FiredRule): string {
  switch (code) {
    case 'loss_streak':
      return `${value} losing sessions in a row`;
    case 'drawdown':
      return `drawdown of ${value.toFixed(1)}% of risk capital over ${RULES_WINDOW_SESSIONS} sessions`;
    case 'volatility':
      return `5-day volatility ${value.toFixed(1)}× that of the 20 days before`;
    case 'worst_day':
      return `last session ${roughDollars(value)}, below the trader's own worst 5% (${roughDollars(comparedWith)})`;
  }
}

/** Sample standard deviation of daily net P&L from one day up to another, dollars. */
function standardDeviation(netPnl: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let day = from; day < to; day++) sum += netPnl[day]!;
  const mean = sum / (to - from);
  let squares = 0;
  for (let day = from; day < to; day++) squares += (netPnl[day]! - mean) ** 2;
  return Math.sqrt(squares / (to - from - 1));
}
