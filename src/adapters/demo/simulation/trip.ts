import { cents } from './execution.ts';
import type { Market } from './market.ts';
import type { Random } from './random.ts';
import type { DemoTrader } from './traders.ts';

/** What one trader's session is made from. */
export interface DayPlan {
  readonly trader: DemoTrader;
  readonly sessionsBack: number;
  readonly market: Market;
  readonly random: Random;
  /** Net P&L to steer to, dollars; null leaves the day to chance. */
  readonly target: number | null;
  /** How large and how rough the trader's day is: 1 usual. */
  readonly intensity: number;
  /** A trip makes up for what its exit will cost as well, about as much as its entries did: its mean is then net of all fees. */
  readonly coversExitFees: boolean;
}

/** Position size in units of the daily limit. */
const NOTIONAL_OF_LIMIT = 7;
/** The most that a trip moves, so that no exit is printed far off the market. */
const LARGEST_MOVE = 0.06;
const SESSION_MINUTES = 390;

/** Trips on a day of the plan's intensity. */
export function usualTrips({ trader, intensity }: DayPlan): number {
  return Math.max(2, Math.round(trader.style.tripsPerDay * Math.sqrt(intensity)));
}

/** Dollars that one trip usually makes or loses. */
export function tripSigma({ trader, intensity }: DayPlan): number {
  return (0.85 * trader.dailySigma * intensity) / Math.sqrt(trader.style.tripsPerDay);
}

/**
 * Net dollars of one trip. Wins and losses differ in size so that the style's win rate leaves the mean at the edge. On
 * a scripted day what is missing to the target is spread over the trips that remain.
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

/** Share of the session that a trip is held. */
export function drawHold({ random, trader }: DayPlan, losing: boolean): number {
  const { holdMinutes, loserHoldRatio } = trader.style;
  return (holdMinutes * Math.exp(0.5 * random.normal()) * (losing ? loserHoldRatio : 1)) / SESSION_MINUTES;
}

export function drawDirection({ random, trader }: DayPlan): 1 | -1 {
  return random.chance(trader.style.shortShare) ? -1 : 1;
}

/** Round lots where the price allows them. */
export function sharesFor({ trader, intensity }: DayPlan, size: number, price: number): number {
  const shares = (NOTIONAL_OF_LIMIT * trader.baseLimit * size * Math.sqrt(intensity)) / price;
  return shares >= 200 ? 100 * Math.round(shares / 100) : Math.max(10, 10 * Math.round(shares / 10));
}

/** The price at which a position bought or sold at `cost` makes `outcome` dollars. */
export function exitPrice(cost: number, direction: 1 | -1, quantity: number, outcome: number): number {
  const bound = LARGEST_MOVE * cost;
  const move = Math.max(-bound, Math.min(bound, outcome / quantity));
  return Math.max(0.01, cents(cost + direction * move));
}
