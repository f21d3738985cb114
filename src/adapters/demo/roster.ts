import type { RosterEntry } from '../../domain/roster/roster.ts';
import { demoTraders } from './simulation/traders.ts';

/** The demo desk's roster: three desks, limits of $2,000 to $15,000, risk capital at its default. */
export function demoRoster(): readonly RosterEntry[] {
  return demoTraders.map(({ trader, desk, baseLimit, account }) => ({
    trader,
    desk,
    baseLimit,
    riskCapital: null,
    active: !account.endsWith('_OLD'),
    accounts: [account],
  }));
}
