import { HISTORY_SESSIONS } from '../domain/indicators/traderSeries.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { AcceptanceStore } from '../ports/acceptances.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';

export interface HolePorts {
  readonly calendar: Calendar;
  readonly fills: FillStore;
  readonly ledger: LedgerStore;
  readonly acceptances: AcceptanceStore;
}

/**
 * Sessions that are missing in the store, ascending, from the first stored session through one of them. A
 * session is missing if it was never fetched, no trader of the desk has facts of it, and no one accepted it
 * as a day without trading. So a trader who does not trade makes no hole, nor does a session that was
 * imported from files.
 */
export async function readHoles(ports: HolePorts, through: string): Promise<readonly string[]> {
  const range = await ports.fills.sessionRange();
  if (range === null || range.first >= through) return [];
  const sessions = ports.calendar.sessionsBetween(range.first, through);
  const [fetched, withFacts, noTrading] = await Promise.all([
    ports.fills.fetched(range.first, through),
    ports.ledger.datesWithFacts(range.first, through),
    ports.acceptances.noTrading(range.first, through),
  ]);
  const known = new Set([...fetched, ...noTrading].map(({ sessionDate }) => sessionDate));
  for (const date of withFacts) known.add(date);
  return sessions.filter((session) => !known.has(session));
}

/**
 * Those of the holes that a morning names and fetches: among the last 310 sessions, as far back as indicators
 * and model read.
 */
export function recentHoles(
  { sessionsBetween }: Calendar,
  holes: readonly string[],
  through: string,
): readonly string[] {
  return holes.filter((hole) => sessionsBetween(hole, through).length <= HISTORY_SESSIONS);
}
