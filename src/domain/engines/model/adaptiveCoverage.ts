import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';

/**
 * Step by which one day moves the level: a fifth of the usual 0.005. The pool follows the desk by itself, and
 * larger steps cost 1 % of pinball loss on simulated desks without a change of regime.
 */
const STEP = 0.001;
/** Bounds of the level. Beyond them the model is wrong, and the gate must show it. */
const LEAST = 0.01;
const LARGEST = 0.12;

/**
 * Returns the quantile level at which a trader's VaR reads the pool after one trading day: α + 0.001·(0.05 −
 * breached), within 0.01 and 0.12 (adaptive conformal inference, Gibbs & Candès 2021). Coverage recovers
 * after a change of regime.
 *
 * @example nextLevel(0.05, true) // 0.04905: a breach lowers the level, so the next VaR is larger
 */
export function nextLevel(level: number, breached: boolean): number {
  const next = level + STEP * (EXCEPTION_RATE - (breached ? 1 : 0));
  return Math.min(Math.max(next, LEAST), LARGEST);
}

/**
 * Returns the probability that the trader trades at all: the traded flags since the first session,
 * exponentially weighted with decay 0.9.
 *
 * @example nextTradeProbability(0.8, true) // 0.82
 */
export function nextTradeProbability(probability: number, traded: boolean): number {
  return 0.9 * probability + (traded ? 0.1 : 0);
}
