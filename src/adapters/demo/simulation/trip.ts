import { cents } from './execution.ts';
import type { Market } from './market.ts';
import type { Random } from './random.ts';
import type { DemoTrader } from './traders.ts';

/** The inputs of one trader's session. */
export interface DayPlan {
  readonly trader: DemoTrader;
  readonly session: number;
  readonly market: Market;
  readonly random: Random;
  /** Net P&L in dollars that a scripted day approaches; null for a random day. */
  readonly target: number | null;
  /** Scales the trips of the day in size and number: 1 is usual. */
  readonly intensity: number;
  /**
   * Whether the outcome of a trip also covers the fees of its exit, about those of its entries: its mean is
   * then net.
   */
  readonly coversExitFees: boolean;
}

/** Value of a position in units of the daily limit. */
const NOTIONAL_OF_LIMIT = 7;
/** Largest price change of a trip, as a share, so that exit prices stay near the market. */
const LARGEST_MOVE = 0.06;
const SESSION_MINUTES = 390;

/** Number of round trips on a day of this intensity. */
export function usualTrips({ trader, intensity }: DayPlan): number {
  return Math.max(2, Math.round(trader.style.tripsPerDay * Math.sqrt(intensity)));
}

/** Standard deviation of one trip in dollars. */
export function tripSigma({ trader, intensity }: DayPlan): number {
  return (0.85 * trader.dailySigma * intensity) / Math.sqrt(trader.style.tripsPerDay);
}

/**
 * Draws the net dollars of one trip. With win rate p, a win is √((1 − p)/p) and a loss −√(p/(1 − p)) standard
 * deviations, which has mean 0 and variance 1: for p = 0.5, +1 and −1. On a random day the trader's edge is
 * added. On a scripted day the difference to the target is spread over the remaining trips.
 */
export function drawOutcome(plan: DayPlan, size: number, netSoFar: number, remaining: number): number {
  const { random, trader, target } = plan;
  const { winRate } = trader.style;
  const scatter = Math.exp(0.5 * random.normal() - 0.125);
  const wins = random.chance(winRate);
  const unit = wins ? Math.sqrt((1 - winRate) / winRate) : -Math.sqrt(winRate / (1 - winRate));
  const chance = size * tripSigma(plan) * unit * scatter;
  if (target === null) return chance + (trader.edge * trader.dailySigma) / usualTrips(plan);
  const steer = (target - netSoFar) / remaining;
  return remaining <= 1 ? steer : steer + 0.75 * chance;
}

/** Duration of a trip as a share of the session. */
export function drawHold({ random, trader }: DayPlan, losing: boolean): number {
  const { holdMinutes, loserHoldRatio } = trader.style;
  return (holdMinutes * Math.exp(0.5 * random.normal()) * (losing ? loserHoldRatio : 1)) / SESSION_MINUTES;
}

/** Draws the direction of a trip: 1 long, −1 short. */
export function drawDirection({ random, trader }: DayPlan): 1 | -1 {
  return random.chance(trader.style.shortShare) ? -1 : 1;
}

/** Number of shares: a multiple of 100 from 200 shares on, otherwise a multiple of 10. */
export function sharesFor({ trader, intensity }: DayPlan, size: number, price: number): number {
  const shares = (NOTIONAL_OF_LIMIT * trader.baseLimit * size * Math.sqrt(intensity)) / price;
  return shares >= 200 ? 100 * Math.round(shares / 100) : Math.max(10, 10 * Math.round(shares / 10));
}

/** The price at which a position opened at `cost` makes `outcome` dollars, within LARGEST_MOVE of `cost`. */
export function exitPrice(cost: number, direction: 1 | -1, quantity: number, outcome: number): number {
  const bound = LARGEST_MOVE * cost;
  const move = Math.max(-bound, Math.min(bound, outcome / quantity));
  return Math.max(0.01, cents(cost + direction * move));
}
