import { quantileSorted } from '../../statistics/descriptive.ts';
import { type Drawdown, drawdownOf, drawdownPct, RULES_WINDOW_SESSIONS } from './drawdown.ts';

/** One trader's results through the session before the one decided for. */
export interface RulesInput {
  /** Net P&L of the last active sessions, dollars, oldest first; the last 61 of them or more, or all. */
  readonly netPnl: ArrayLike<number>;
  /** Dollars; the drawdown is a share of it. */
  readonly riskCapital: number;
  /**
   * How many of the last active sessions have no missing session of the desk between them, nor after them.
   * Absent: all. A rule never looks across a missing session: the trader may have traded on it.
   */
  readonly unbrokenSessions?: number;
}

/** A rule that fires, with the number that fired it and the number it was compared with. */
export interface FiredRule {
  readonly code: 'loss_streak' | 'drawdown' | 'volatility' | 'worst_day';
  readonly value: number;
  readonly comparedWith: number;
  /** The cut that this rule proposes alone, percent of the base limit. */
  readonly reductionPct: number;
  /** Of the drawdown rule: low and recovery, which make it fresh. */
  readonly drawdown?: Drawdown;
}

/** Percent of the risk capital beyond which a fresh drawdown fires. */
export const DRAWDOWN_BOUND_PCT = 15;
/** Below this many earlier sessions a 5 % quantile rests on one day. */
const MINIMUM_FOR_QUANTILE = 20;
/**
 * Shared by every quiet trader: most traders fire no rule, and a backtest evaluates millions of trader-days.
 */
const NO_RULES: readonly FiredRule[] = [];

/**
 * Returns every rule that fires, the deepest cut first (docs/methods.md, section 5). The morning's cut, its
 * reasons, the warnings and the walk-forward model all read this one list.
 *
 * `worst_day` looks at the trader's last active session. It counts only where that is the session before the
 * one decided for: see `firedOnMorning`.
 *
 * A session of the desk that is missing in the store may hold anything. A rule whose window has one in it
 * does not fire, and a losing streak begins after it.
 *
 * @example
 * // 60 sessions of +100 and -90 by turns, then three losses of 50.
 * evaluateRules({ netPnl: [...quiet, -50, -50, -50], riskCapital: 100_000 });
 * // [{ code: 'loss_streak', value: 3, comparedWith: 3, reductionPct: 30 }]
 */
export function evaluateRules(input: RulesInput): readonly FiredRule[] {
  if (input.unbrokenSessions === 0) return NO_RULES;
  const streak = lossStreak(input);
  const fall = drawdown(input);
  const swings = volatility(input);
  const worst = worstDay(input);
  if (streak === null && fall === null && swings === null && worst === null) return NO_RULES;
  return [streak, fall, swings, worst]
    .filter((rule) => rule !== null)
    .sort((a, b) => b.reductionPct - a.reductionPct);
}

/**
 * Returns the rules that count on one morning: after an idle session the trader's worst day is old news and
 * does not count.
 */
export function firedOnMorning(
  fired: readonly FiredRule[],
  tradedLastSession: boolean,
): readonly FiredRule[] {
  return tradedLastSession ? fired : fired.filter(({ code }) => code !== 'worst_day');
}

/**
 * Returns the cut of the deepest rule, percent of the base limit; 0 where none fires. The list comes deepest
 * first.
 */
export function deepestCut(fired: readonly FiredRule[]): number {
  return fired[0]?.reductionPct ?? 0;
}

/** Losses before a missing session do not count: a win may lie between. */
function lossStreak(input: RulesInput): FiredRule | null {
  const { netPnl } = input;
  const sessions = Math.min(netPnl.length, unbroken(input));
  let streak = 0;
  while (streak < sessions && netPnl[netPnl.length - 1 - streak]! < 0) streak++;
  if (streak < 3) return null;
  return { code: 'loss_streak', value: streak, comparedWith: 3, reductionPct: streak >= 5 ? 50 : 30 };
}

/** A stale drawdown proposes no cut: the days after it are no worse than others. */
function drawdown(input: RulesInput): FiredRule | null {
  if (Math.min(input.netPnl.length, RULES_WINDOW_SESSIONS) > unbroken(input)) return null;
  const percent = drawdownPct(input);
  if (percent <= DRAWDOWN_BOUND_PCT) return null;
  const fall = drawdownOf(input.netPnl);
  if (!fall.isFresh) return null;
  return {
    code: 'drawdown',
    value: percent,
    comparedWith: DRAWDOWN_BOUND_PCT,
    reductionPct: percent > 25 ? 60 : 40,
    drawdown: fall,
  };
}

function volatility(input: RulesInput): FiredRule | null {
  const { netPnl } = input;
  if (Math.min(netPnl.length, unbroken(input)) < 25) return null;
  const recent = standardDeviation(netPnl, netPnl.length - 5, netPnl.length);
  const before = standardDeviation(netPnl, netPnl.length - 25, netPnl.length - 5);
  if (before <= 0 || recent <= 2 * before) return null;
  return { code: 'volatility', value: recent / before, comparedWith: before, reductionPct: 25 };
}

/**
 * Compares the last session with the 60 sessions before it. The last session is not part of the quantile, so
 * a bad day cannot raise the bound that it is compared with.
 */
function worstDay(input: RulesInput): FiredRule | null {
  const { netPnl } = input;
  const lastPnl = netPnl[netPnl.length - 1];
  if (lastPnl === undefined || lastPnl >= 0) return null;
  const before = Math.min(netPnl.length - 1, RULES_WINDOW_SESSIONS);
  if (before + 1 > unbroken(input)) return null;
  if (before < MINIMUM_FOR_QUANTILE || !mayBeWorst(netPnl, lastPnl, before)) return null;
  const past = new Float64Array(before);
  for (let place = 0; place < before; place++) past[place] = netPnl[netPnl.length - 1 - before + place]!;
  const worstTwentieth = quantileSorted(past.sort(), 0.05) ?? 0;
  if (lastPnl >= worstTwentieth) return null;
  return { code: 'worst_day', value: lastPnl, comparedWith: worstTwentieth, reductionPct: 20 };
}

function unbroken({ unbrokenSessions }: RulesInput): number {
  return unbrokenSessions ?? Number.POSITIVE_INFINITY;
}

/**
 * Returns false where so many earlier days were no better that the quantile cannot lie above the last day.
 * This holds on most mornings and saves the sort.
 */
function mayBeWorst(netPnl: ArrayLike<number>, lastPnl: number, before: number): boolean {
  let mayBeNoBetter = Math.ceil((before - 1) * 0.05);
  for (let place = netPnl.length - 1 - before; place < netPnl.length - 1; place++) {
    if (netPnl[place]! <= lastPnl && --mayBeNoBetter < 0) return false;
  }
  return true;
}

/**
 * Sample standard deviation (n − 1) of daily net P&L from index `from` up to, not including, `to`; dollars.
 */
function standardDeviation(netPnl: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let day = from; day < to; day++) sum += netPnl[day]!;
  const mean = sum / (to - from);
  let squares = 0;
  for (let day = from; day < to; day++) squares += (netPnl[day]! - mean) ** 2;
  return Math.sqrt(squares / (to - from - 1));
}
