import type { RosterEntry } from '../../domain/roster/roster.ts';
import { isPresent } from './simulation/presence.ts';
import type { DemoTrader } from './simulation/traders.ts';

/** The roster of the demo desk on a date: three desks, limits of $2,000 to $15,000, usual risk capital. */
export function demoRoster(traders: readonly DemoTrader[], date: string): readonly RosterEntry[] {
  return traders.map((each) => ({
    trader: each.trader,
    desk: each.desk,
    baseLimit: each.baseLimit,
    riskCapital: null,
    active: isPresent(each, date),
    accounts: [each.account],
  }));
}
