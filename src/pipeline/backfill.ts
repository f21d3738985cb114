import type { FillSource, LedgerStore } from '../ports.ts';
import { type FetchPorts, fetchSessions } from './steps/fetch.ts';
import { updateLedger } from './updateLedger.ts';

export interface BackfillPorts extends FetchPorts {
  readonly ledger: LedgerStore;
}

export interface BackfillResult {
  readonly from: string;
  readonly to: string;
  readonly fetched: number;
  readonly alreadyThere: number;
  readonly fills: number;
  readonly rejected: number;
  readonly traderDays: number;
}

/**
 * Fetches every session of a range that was not fetched before. Each is stored whole as it comes, so a run that was
 * killed goes on with the first one missing.
 */
export async function backfill(
  ports: BackfillPorts,
  source: FillSource,
  range: { readonly from: string; readonly to: string },
): Promise<BackfillResult> {
  const sessions = ports.calendar.sessionsBetween(range.from, range.to);
  const there = new Set(
    (await ports.fills.fetched(range.from, range.to)).map(({ sessionDate }) => sessionDate),
  );
  const missing = sessions.filter((session) => !there.has(session));
  const fetched = missing.length > 0 ? await fetchSessions(ports, source, missing, null) : null;
  const { days } = await updateLedger(ports);
  return {
    ...range,
    fetched: missing.length,
    alreadyThere: sessions.length - missing.length,
    fills: (fetched?.sessions ?? []).reduce((sum, { fills }) => sum + fills, 0),
    rejected: fetched?.rejectedRows ?? 0,
    traderDays: days,
  };
}
