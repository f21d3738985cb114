import { deskLoss } from './deskLoss.ts';
import { priceShock, slippageShare } from './priceShock.ts';
import { NO_CHANGE, type Scenario } from './scenario.ts';
import type { StressDesk } from './stressDesk.ts';

/** The smallest scenario in which the desk loses the sum of its limits in force. */
export interface ReverseStress {
  /** Change of every price, as a share; null: no change does it. */
  readonly priceShock: number | null;
  readonly whyNoPriceShock: string | null;
  /** Multiple of the usual volatility at VaR 95; null: no multiple does it, or none can be computed. */
  readonly volatilityFactor: number | null;
  readonly whyNoVolatilityFactor: string | null;
  /** The three traders who lose most at that price shock, or else have the widest spread. */
  readonly traders: readonly string[];
}

const PLAIN: Scenario = { ...NO_CHANGE, name: 'plain', label: 'Nothing changes' };
const MOST_TRADERS = 3;
/** No price falls by more than all of it; a rise beyond ten times the price is no scenario. */
const LARGEST_FALL = 1;
const LARGEST_RISE = 10;

/**
 * Solves the price shock for the sum of the limits. The loss grows evenly with the shock on each side, so
 * each side has one solution: shock = (Σ limits − slippage · E) / (E ∓ overnight notional).
 *
 * Example: limits of $72,700, $200,000 net long within a day, nothing overnight, no slippage: −36.35 %.
 */
export function reverseStress(desk: StressDesk): ReverseStress {
  const price = smallestShock(desk);
  const volatility = smallestFactor(desk);
  const traders =
    price.value === null ? widestTraders(desk) : losers(desk, { ...PLAIN, priceShock: price.value });
  return {
    priceShock: price.value,
    whyNoPriceShock: price.why,
    volatilityFactor: volatility.value,
    whyNoVolatilityFactor: volatility.why,
    traders,
  };
}

interface Solution {
  readonly value: number | null;
  readonly why: string | null;
}

function smallestShock(desk: StressDesk): Solution {
  const overnight = desk.positionNotionals.reduce((sum, notional) => sum + notional, 0);
  const fall = sizeOfShock(desk, 'netLong', 0 - overnight);
  const rise = sizeOfShock(desk, 'netShort', overnight);
  const found = [...(fall <= LARGEST_FALL ? [0 - fall] : []), ...(rise <= LARGEST_RISE ? [rise] : [])].sort(
    (a, b) => Math.abs(a) - Math.abs(b),
  );
  if (found[0] !== undefined) return { value: found[0], why: null };
  const why =
    'no fall of up to 100 % and no rise of up to 1,000 % makes the desk lose the sum of its limits: its positions are too small';
  return { value: null, why };
}

/** The size of the shock, 0 or more; infinite where the side does not lose that much at any shock. */
function sizeOfShock(desk: StressDesk, side: 'netLong' | 'netShort', overnightGain: number): number {
  const open = desk.exposures.reduce((sum, { worst }) => sum + worst[side], 0);
  const toLose = desk.sumOfLimits - slippageShare(desk, PLAIN) * open;
  if (toLose <= 0) return 0;
  const lossPerShock = open - overnightGain;
  return lossPerShock <= 0 ? Number.POSITIVE_INFINITY : toLose / lossPerShock;
}

/** (Σ limits + mean) / (VaR 95 + mean): only the part of the VaR beyond the mean grows with volatility. */
function smallestFactor(desk: StressDesk): Solution {
  const loss = deskLoss(desk, PLAIN);
  if (loss === null)
    return {
      value: null,
      why: 'no VaR of the desk is known, because fewer than 60 sessions are learned or nobody has a forecast',
    };
  const mean = desk.meanPnl.reduce((sum, pnl) => sum + pnl, 0);
  const beyondMean = loss.unlimited.valueAtRisk95 + mean;
  if (!(beyondMean > 0))
    return { value: null, why: 'the desk has no spread of P&L that volatility could widen' };
  return { value: Math.max(0, (desk.sumOfLimits + mean) / beyondMean), why: null };
}

function losers(desk: StressDesk, scenario: Scenario): readonly string[] {
  const { traderCents } = priceShock(desk, scenario);
  return largest(desk, (place) => 0 - traderCents[place]!);
}

function widestTraders(desk: StressDesk): readonly string[] {
  return largest(desk, (place) => desk.deviations[place]!);
}

/** The traders with the largest amounts above 0, the largest first. */
function largest(desk: StressDesk, amountOf: (place: number) => number): readonly string[] {
  return desk.traders
    .map(({ trader }, place) => ({ trader, amount: amountOf(place) }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount || (a.trader < b.trader ? -1 : 1))
    .slice(0, MOST_TRADERS)
    .map(({ trader }) => trader);
}
