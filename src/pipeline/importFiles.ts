import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { ImportFile } from '../ports/files.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { ReconciliationStore } from '../ports/ledgerStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { Clock, Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import { closedDaysOn } from './closedDays.ts';
import type { Imported, RowCounts } from './importCounts.ts';
import { importFills } from './importFills.ts';
import { importTotals } from './importTotals.ts';
import { type LedgerPorts, updateLedger } from './updateLedger.ts';

export interface ImportPorts extends LedgerPorts {
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly reconciliation: ReconciliationStore;
  readonly progress: Progress;
  /** Opens the file of rejected rows of one import, by the key of the import. */
  readonly rejectsOf: (key: string) => RejectSink;
}

export interface ImportedFile extends RowCounts {
  readonly file: string;
  readonly format: string;
  readonly rejectedFile: string | null;
  /** Columns that hold numbers and were not read: one of them may be a fee. */
  readonly unreadColumns: readonly string[];
}

export interface ImportResult {
  readonly files: readonly ImportedFile[];
  /** Numbers of accounts and sessions in these files. */
  readonly traders: number;
  readonly sessions: number;
  /** Trading on closed days among the dates of these files, as it is stored now. */
  readonly closedDays: ClosedDays;
}

/**
 * Imports files one after the other, each in one transaction, and updates the ledger. Importing a file again
 * changes nothing.
 * @throws InputError for a file that is not valid. The files before it stay imported.
 */
export async function importFiles(ports: ImportPorts, files: readonly ImportFile[]): Promise<ImportResult> {
  const imported: ImportedFile[] = [];
  const accounts = new Set<string>();
  const sessions = new Set<string>();
  try {
    for (const file of files) {
      const { summary, brought } = await importOne(ports, file);
      imported.push(summary);
      for (const account of brought.accounts) accounts.add(account);
      for (const session of brought.sessions) sessions.add(session);
    }
  } finally {
    await updateLedger(ports);
  }
  return {
    files: imported,
    traders: accounts.size,
    sessions: sessions.size,
    closedDays: await closedDaysOn(ports, sessions),
  };
}

async function importOne(
  ports: ImportPorts,
  file: ImportFile,
): Promise<{ readonly summary: ImportedFile; readonly brought: Imported }> {
  const rejects = ports.rejectsOf(file.key);
  ports.progress.start(`import ${file.name}`, null);
  try {
    const brought =
      file.kind === 'fills'
        ? await importFills(ports, file, rejects)
        : await importTotals(ports, file, rejects);
    const { accounts: _, sessions, ...counts } = brought;
    const summary = { file: file.name, format: file.format, ...counts, rejectedFile: rejects.close() };
    const { changed, ...recorded } = summary;
    await ports.fills.recordImport({
      ...recorded,
      key: file.key,
      lastSession: sessions.at(-1) ?? null,
      importedAt: ports.clock.now(),
    });
    return { summary, brought };
  } catch (error) {
    rejects.discard();
    throw error;
  } finally {
    ports.progress.finish();
  }
}
