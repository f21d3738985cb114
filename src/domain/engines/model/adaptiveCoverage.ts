/** The share of trading days whose loss may exceed the VaR. */
export const EXCEPTION_SHARE = 0.05;
/**
 * How far one day moves the level. Five times slower than usual (0.005): the pool itself follows the desk, and chance alone moving each
 * trader's level cost 1 % of pinball loss on simulated desks without any change of regime.
 */
const STEP = 0.001;
/** The level is never let go further: beyond, the model is wrong and the gate has to say so. */
const LEAST = 0.01;
const LARGEST = 0.12;

/**
 * The quantile level that VaR reads the pool at for one trader: α ← α + 0.001·(0.05 − breached) after each trading day (adaptive
 * conformal inference, Gibbs & Candès 2021), so that coverage comes back after a change of regime.
 */
export function nextLevel(level: number, breached: boolean): number {
  const next = level + STEP * (EXCEPTION_SHARE - (breached ? 1 : 0));
  return Math.min(Math.max(next, LEAST), LARGEST);
}

/** Chance that the trader trades at all: exponentially weighted over sessions since the first, decay 0.9. */
export function nextTradeProbability(probability: number, traded: boolean): number {
  return 0.9 * probability + (traded ? 0.1 : 0);
}
