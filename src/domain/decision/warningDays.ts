import { scaledPnl, scaleThrough } from '../indicators/scale.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';

/** The window of the volatility rule (docs/methods.md, section 5). */
export const VOLATILITY_RULE_SESSIONS = 5;
/** The decay of the faster variance in the indicator `vol_ratio`. */
const FAST_DECAY = 0.85;
/** Days are named until they make up half of the variance, and at most three. */
const SHARE_TO_NAME = 0.5;
const MOST_DAYS = 3;

type Day = Pick<TraderDaySummary, 'sessionDate' | 'netPnl'>;

/** The days with the largest share of a variance, largest first, and their total share (0-1). */
export interface VolatileDays {
  readonly days: readonly Day[];
  readonly share: number;
}

/** The days behind the fast variance of `vol_ratio`: each day contributes 0.85ᵏ·r², k known sessions back. */
export function volatileDays(facts: {
  readonly days: readonly TraderDaySummary[];
  readonly baseLimit: number;
}): VolatileDays {
  const r = scaledPnl(facts.days, scaleThrough(facts.days, facts.baseLimit));
  let weight = 1;
  const weights = r.toReversed().map((value) => {
    if (value === null) return 0;
    const share = weight * value ** 2;
    weight *= FAST_DECAY;
    return share;
  });
  return largestContributions(facts.days.toReversed(), weights);
}

/**
 * The days behind the volatility rule: each of the last five days contributes its squared distance from their
 * mean.
 */
export function volatileDaysOfRule({ days }: { readonly days: readonly TraderDaySummary[] }): VolatileDays {
  const recent = days.slice(-VOLATILITY_RULE_SESSIONS).toReversed();
  const mean = sum(recent.map(({ netPnl }) => netPnl)) / recent.length;
  return largestContributions(
    recent,
    recent.map(({ netPnl }) => (netPnl - mean) ** 2),
  );
}

/** Expects the newest day first; among equals the newer is named. */
function largestContributions(days: readonly Day[], weights: readonly number[]): VolatileDays {
  const all = sum(weights);
  const order = days.map((day, place) => ({ day, weight: weights[place] ?? 0 }));
  const named: Day[] = [];
  let share = 0;
  for (const { day, weight } of order.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_DAYS)) {
    if (share >= SHARE_TO_NAME) break;
    named.push(day);
    share += weight / all;
  }
  return { days: named, share };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
