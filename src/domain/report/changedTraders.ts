import type { Decision } from '../decision/decision.ts';
import { limitNumber } from '../text/money.ts';

/**
 * Traders whose target (to the cent), action or override changed, or who were added or removed; sorted by
 * name. An override counts even at the mailed amount: it says who stands behind the limit.
 */
export function changedTraders(before: readonly Decision[], now: readonly Decision[]): readonly string[] {
  const old = new Map(before.map((decision) => [decision.trader, essence(decision)]));
  const present = new Map(now.map((decision) => [decision.trader, essence(decision)]));
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter((trader) => old.get(trader) !== present.get(trader))
    .sort();
}

function essence({ action, newLimit, limit }: Decision): string {
  return `${action} ${limitNumber(newLimit)} ${limit?.override?.id ?? ''}`;
}
