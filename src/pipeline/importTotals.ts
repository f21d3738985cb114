import type { TotalsFile, TotalsOfDay } from '../ports/files.ts';
import type { ReconciliationStore, TotalsOutcome } from '../ports/ledgerStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import type { Imported } from './importCounts.ts';

export interface ImportTotalsPorts {
  readonly reconciliation: ReconciliationStore;
  readonly roster: RosterStore;
  readonly progress: Progress;
}

/**
 * Stores the totals that the source reports, so that mornings can reconcile with them. A row is one symbol of
 * an account and day. All rows of an account and day are stored together, or none.
 */
export async function importTotals(
  ports: ImportTotalsPorts,
  file: TotalsFile,
  rejects: RejectSink,
): Promise<Imported> {
  const roster = await ports.roster.all();
  const { days, rejected } = await file.totals(new Set(roster.flatMap(({ accounts }) => accounts)));
  rejects.add(rejected);
  const outcomes = await ports.reconciliation.saveTotals(days.map(({ totals }) => totals));
  const inserted = rowsOf(days, outcomes, 'new');
  const changed = rowsOf(days, outcomes, 'changed');
  const repeated = days.reduce((sum, { repeatedRows }) => sum + repeatedRows, 0);
  const duplicates = rowsOf(days, outcomes, 'same') + changed + repeated;
  const read = inserted + duplicates + rejected.length;
  ports.progress.advance(read);
  return {
    read,
    inserted,
    duplicates,
    changed,
    rejected: rejected.length,
    unreadColumns: [],
    accounts: [...new Set(days.map(({ totals }) => totals.account))],
    sessions: [...new Set(days.map(({ totals }) => totals.sessionDate))].sort(),
  };
}

function rowsOf(
  days: readonly TotalsOfDay[],
  outcomes: readonly TotalsOutcome[],
  wanted: TotalsOutcome,
): number {
  return days.reduce((sum, { rows }, at) => sum + (outcomes[at] === wanted ? rows : 0), 0);
}
