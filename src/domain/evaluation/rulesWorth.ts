import type { Interval } from '../statistics/sessionInterval.ts';
import type { StrategyImpact } from './impact.ts';

/**
 * What one kind of day was worth: how often a large loss came on it, and what its cuts would have changed.
 * Days are traded days with a forecast; a large loss is a day beyond the trader's own 15 % quantile.
 */
export interface Worth extends StrategyImpact {
  /** `loss_streak 30`, `high`, `40-45`. */
  readonly name: string;
  readonly days: number;
  readonly largeLosses: number;
  /** largeLosses / days, 0-1; null for no days. */
  readonly rate: number | null;
  /** The same of the days that it is compared with. */
  readonly otherDays: number;
  readonly otherLargeLosses: number;
  readonly otherRate: number | null;
  /** rate − otherRate with its 5 % and 95 % bounds over resampled sessions; null with fewer than ten days. */
  readonly difference: number | null;
  readonly differenceInterval: Interval | null;
}

/** Whether the days that are cut are the bad ones (docs/methods.md, section 8). */
export interface RulesWorth {
  /** Days on which a rule fired, against days on which none did; the net is that of the rule's cut alone. */
  readonly rules: readonly Worth[];
  /** Days of a tier of the forecast, against the other days; the net is that of the cuts in force. */
  readonly tiers: readonly Worth[];
  /** Days of a depth of the cut in force, against the days that were not cut; net likewise. */
  readonly depths: readonly Worth[];
}

/** The steps of the rules, in the order of docs/methods.md, section 5: code and cut. */
export const RULE_STEPS = [
  'loss_streak 30',
  'loss_streak 50',
  'drawdown 40',
  'drawdown 60',
  'volatility 25',
  'worst_day 20',
] as const;

/** Depths of a cut in force, percent, first and last included. */
export const DEPTHS = [
  [10, 15],
  [20, 25],
  [30, 35],
  [40, 45],
  [50, 55],
  [60, 80],
] as const;
