import type { InputQuality } from '../../domain/report/dataQuality.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { FillStore, LedgerStore } from '../../ports.ts';
import { type Fetched, sessionsToFetch } from './fetch.ts';

/** What a morning knows of how its fills came in. */
export type Intake = Pick<
  InputQuality,
  'rejectedRows' | 'rejectedFiles' | 'correctedFills' | 'closedDayFills' | 'carriedPositions' | 'newAccounts'
>;

/** Gathers the quality of the fills behind a morning: of this morning's fetch, or of the imports of the last sessions. */
export async function readIntake(
  ports: { readonly fills: FillStore; readonly ledger: LedgerStore; readonly calendar: Calendar },
  dataThrough: string,
  fetched: Fetched | null,
): Promise<Intake> {
  const [since] = sessionsToFetch(ports.calendar, dataThrough);
  const imports = fetched ? [] : await ports.fills.importsSince(since ?? dataThrough);
  const recent = await ports.ledger.days(since ?? dataThrough, dataThrough);
  return {
    rejectedRows: fetched?.rejectedRows ?? imports.reduce((sum, { rejected }) => sum + rejected, 0),
    rejectedFiles: fetched?.rejectedFiles ?? imports.flatMap(({ rejectedFile }) => rejectedFile ?? []),
    correctedFills: (fetched?.sessions ?? [])
      .filter(({ known }) => known)
      .reduce((sum, { differing }) => sum + differing, 0),
    closedDayFills: recent
      .filter((day) => !ports.calendar.isSession(day.sessionDate))
      .reduce((sum, day) => sum + day.fills, 0),
    carriedPositions: await ports.ledger.openPositions(dataThrough),
    newAccounts: fetched?.newAccounts ?? [],
  };
}
