import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { baseLimitOf, type RosterEntry, riskCapitalOf } from '../domain/roster/roster.ts';

/** The traders of the roster with their limits in dollars, or the default limit if they have none. */
export function rosterTraders(roster: readonly RosterEntry[], defaultLimit: number): readonly RosterTrader[] {
  return roster.map((entry) => ({
    trader: entry.trader,
    baseLimit: baseLimitOf(entry, defaultLimit),
    riskCapital: riskCapitalOf(entry, defaultLimit),
  }));
}
