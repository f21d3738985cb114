import type { FillsFile } from '../ports/files.ts';
import type { FillStore, IngestCounts } from '../ports/fillStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import type { Imported } from './importCounts.ts';
import { notTaken } from './notTaken.ts';

export interface ImportFillsPorts {
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly progress: Progress;
}

/** Adds a file's fills to the store, all good rows or, where the file turns out not to be what it claims, none. */
export async function importFills(
  ports: ImportFillsPorts,
  file: FillsFile,
  rejects: RejectSink,
): Promise<Imported> {
  const rosterBefore = await ports.roster.all();
  const ingest = ports.fills.append({ keepKnown: file.isOldCopy });
  let read = 0;
  let rejected = 0;
  let counts: IngestCounts;
  try {
    for await (const batch of file.batches()) {
      ingest.add(batch.fills);
      rejects.add(batch.rejected);
      read += batch.fills.length + batch.rejected.length;
      rejected += batch.rejected.length;
      ports.progress.advance(batch.fills.length + batch.rejected.length);
    }
    counts = ingest.finish();
  } catch (error) {
    ingest.abandon();
    throw error;
  }
  const left = notTaken(file.name, counts);
  rejects.add(left.rows);
  await learnAccounts(ports.roster, file, rosterBefore);
  const { inserted, changed, accounts, sessions } = counts;
  return {
    read,
    inserted,
    duplicates: counts.duplicates + changed,
    changed,
    rejected: rejected + left.fills,
    accounts,
    sessions,
  };
}

/**
 * Takes what the file says of accounts that nobody had heard of before it; what the roster knew, an older system's list
 * does not change.
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
