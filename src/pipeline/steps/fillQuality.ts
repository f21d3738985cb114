import { examinePrints } from '../../domain/ledger/prints.ts';
import { combinedRevisions, type Revision } from '../../domain/ledger/revision.ts';
import type { InputQuality } from '../../domain/report/dataQuality.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { FillStore, ImportRecord } from '../../ports/fillStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import { type Fetched, sessionsToFetch } from './fetch.ts';

/** Quality of the fills that a morning uses. */
export interface FillQuality extends QualityOfFills {
  /** Traders with open positions after the last session. */
  readonly openPositions: readonly { readonly trader: string }[];
}

type QualityOfFills = Pick<
  InputQuality,
  | 'rejectedRows'
  | 'rejectedFiles'
  | 'unreadColumns'
  | 'repeatedRows'
  | 'knownRows'
  | 'revisions'
  | 'prints'
  | 'closedDayFills'
  | 'blockedDays'
  | 'newAccounts'
  | 'renamedAccounts'
  | 'goneAccounts'
  | 'notRefetched'
>;

interface FillQualityPorts {
  readonly fills: FillStore;
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
  readonly calendar: Calendar;
}

/**
 * Returns the quality of the fills of a morning.
 * @param fetched the fetch of this morning; null: the fills were imported, and the imports of the last
 *   sessions count.
 */
export async function readFillQuality(
  ports: FillQualityPorts,
  dataThrough: string,
  fetched: Fetched | null,
): Promise<FillQuality> {
  const [since] = sessionsToFetch(ports.calendar, dataThrough);
  const imports = fetched ? [] : await ports.fills.importsSince(since ?? dataThrough);
  const recent = await ports.ledger.days(since ?? dataThrough, dataThrough);
  return {
    rejectedRows: fetched?.rejectedRows ?? imports.reduce((sum, { rejected }) => sum + rejected, 0),
    rejectedFiles: fetched?.rejectedFiles ?? imports.flatMap(({ rejectedFile }) => rejectedFile ?? []),
    unreadColumns: fetched?.unreadColumns ?? [...new Set(imports.flatMap(unreadColumnsOf))],
    repeatedRows: fetched?.repeatedRows ?? 0,
    knownRows: imports.reduce((sum, { duplicates }) => sum + duplicates, 0),
    revisions: await lateRevisions(ports, dataThrough),
    prints: await examinePrints(() => ports.ledger.prices(dataThrough)),
    closedDayFills: recent
      .filter((day) => !ports.calendar.isSession(day.sessionDate))
      .reduce((sum, day) => sum + day.fills, 0),
    openPositions: await ports.ledger.openPositions(dataThrough),
    blockedDays: await ports.ledger.blocked(),
    newAccounts: fetched?.newAccounts ?? [],
    renamedAccounts: fetched?.renamedAccounts ?? [],
    goneAccounts: fetched?.goneAccounts ?? [],
    notRefetched: fetched?.notRefetched ?? null,
  };
}

function unreadColumnsOf({ file, unreadColumns }: ImportRecord): readonly string[] {
  return unreadColumns.map((column) => `${column} of ${file}`);
}

/**
 * Corrections of earlier sessions that no mail has reported yet. They may come from this run, from an import,
 * or from a run that failed after it had stored them. Excludes the last session: this mail reports that one
 * for the first time.
 */
async function lateRevisions(ports: FillQualityPorts, dataThrough: string): Promise<readonly Revision[]> {
  const hasMailed = (await ports.decisions.lastDecided(dataThrough)) !== null;
  const sessionDate = ports.calendar.nextSession(dataThrough);
  const found = await ports.ledger.revisions(hasMailed ? '' : dataThrough, dataThrough, sessionDate);
  return combinedRevisions(found.filter(({ sessionDate }) => sessionDate < dataThrough));
}
