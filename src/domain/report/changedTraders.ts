import type { Decision } from '../decision/decision.ts';
import { limitNumber } from '../text/money.ts';

/** Traders whose action or limit (to the cent) changed, or who were added or removed; sorted by name. */
export function changedTraders(before: readonly Decision[], now: readonly Decision[]): readonly string[] {
  const old = new Map(before.map((decision) => [decision.trader, actionAndLimit(decision)]));
  const present = new Map(now.map((decision) => [decision.trader, actionAndLimit(decision)]));
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter((trader) => old.get(trader) !== present.get(trader))
    .sort();
}

function actionAndLimit({ action, newLimit }: Decision): string {
  return `${action} ${limitNumber(newLimit)}`;
}
