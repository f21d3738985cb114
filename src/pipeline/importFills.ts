import type { FillsFile } from '../ports/files.ts';
import type { FillStore, IngestCounts } from '../ports/fillStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import type { Imported } from './importCounts.ts';
import { RejectedDays } from './rejectedDays.ts';
import { unstoredFills } from './unstoredFills.ts';

export interface ImportFillsPorts {
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly progress: Progress;
}

/** Stores all valid rows of a fills file in one transaction. Stores none if the file is not valid. */
export async function importFills(
  ports: ImportFillsPorts,
  file: FillsFile,
  rejects: RejectSink,
): Promise<Imported> {
  const rosterBefore = await ports.roster.all();
  const ingest = await ports.fills.append({ keepKnown: file.isOldCopy });
  const rejectedDays = new RejectedDays();
  const unreadColumns = new Set<string>();
  let read = 0;
  let rejected = 0;
  let counts: IngestCounts;
  try {
    for await (const batch of file.batches()) {
      await ingest.add(batch.fills);
      rejects.add(batch.rejected);
      rejectedDays.add(batch.rejected);
      for (const column of batch.unreadColumns ?? []) unreadColumns.add(column);
      read += batch.fills.length + batch.rejected.length;
      rejected += batch.rejected.length;
      ports.progress.advance(batch.fills.length + batch.rejected.length);
    }
    counts = await ingest.commit([], { key: file.key, where: file.name, days: rejectedDays.days() });
  } catch (error) {
    await ingest.abandon();
    throw error;
  }
  const unstored = unstoredFills(file.name, counts);
  rejects.add(unstored.rows);
  await learnAccounts(ports.roster, file, rosterBefore);
  const { inserted, changed, accounts, sessions } = counts;
  return {
    read,
    inserted,
    duplicates: counts.duplicates + changed,
    changed,
    rejected: rejected + unstored.fills,
    unreadColumns: [...unreadColumns],
    accounts,
    sessions,
  };
}

/**
 * Adds the accounts of the file that the roster did not have before. The file may come from an older system,
 * so it does not change accounts and traders that the roster already has.
 */
async function learnAccounts(
  roster: RosterStore,
  file: FillsFile,
  before: Awaited<ReturnType<RosterStore['all']>>,
): Promise<void> {
  const known = new Set(before.flatMap(({ accounts }) => accounts));
  const traders = new Set(before.map(({ trader }) => trader));
  const learned = (await file.accounts()).filter(({ name }) => !known.has(name));
  await roster.learnAccounts(learned);
  for (const { name, active } of learned)
    if (!active && !traders.has(name)) await roster.set({ trader: name, active: false });
}
