import { baseLimitOf } from '../../domain/roster/roster.ts';
import type { DeskTrader, TraderDayRecord } from '../../ports/deskRecords.ts';
import type { DateRange, LedgerStore } from '../../ports/ledgerStore.ts';
import { type LimitPorts, type LimitTerms, requireRosterEntry } from '../limits/deskLimits.ts';
import { readInForce, readLimitsInForce } from '../limitsInForce.ts';

/** Every trader of the roster, the active ones with the limit in force during the session due now. */
export async function readDeskTraders(
  { roster, limits }: LimitPorts,
  { dueSession, defaultLimit, lifetime }: LimitTerms,
): Promise<readonly DeskTrader[]> {
  const traders = (await roster.all()).map((entry) => ({
    entry,
    trader: entry.trader,
    baseLimit: baseLimitOf(entry, defaultLimit),
  }));
  const active = traders.filter(({ entry }) => entry.active);
  const inForce = await readInForce({ limits }, active, dueSession, lifetime);
  return traders.map(({ entry, trader, baseLimit }) => ({
    entry,
    baseLimit,
    inForce: inForce.get(trader) ?? null,
  }));
}

/**
 * The first `limit` trader-days of a range with the limit in force during each, oldest first. Traders who are
 * no longer active keep their days.
 * @throws InputError `unknown_trader`
 */
export async function readTraderDays(
  { ledger, ...ports }: LimitPorts & { readonly ledger: LedgerStore },
  { defaultLimit, lifetime }: LimitTerms,
  { trader, range, limit }: { readonly trader: string; readonly range: DateRange; readonly limit: number },
): Promise<readonly TraderDayRecord[]> {
  const entry = requireRosterEntry(await ports.roster.all(), trader, 'trader-days');
  const days = await ledger.daysOf(trader, range, limit);
  const sessions = days.map(({ sessionDate }) => sessionDate);
  const limited = [{ trader, baseLimit: baseLimitOf(entry, defaultLimit) }];
  const inForce = await readLimitsInForce(ports, limited, sessions, lifetime);
  return days.map((day) => ({ day, limit: inForce.during(trader, day.sessionDate) }));
}
