import type {
  FillStore,
  FillsFile,
  IngestCounts,
  Progress,
  RefusedSession,
  RejectedRow,
  RejectSink,
  RosterStore,
} from '../ports.ts';
import { conflict } from './conflict.ts';
import type { Imported } from './importFiles.ts';

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
  rejects.add(counts.conflicting.map((fill) => conflict(file.name, fill)));
  rejects.add(counts.refused.map((session) => prunedSession(file.name, session)));
  await learnAccounts(ports.roster, file, rosterBefore);
  const { inserted, changed, accounts, sessions } = counts;
  return {
    read,
    inserted,
    duplicates: counts.duplicates + changed,
    changed,
    rejected:
      rejected + counts.conflicting.length + counts.refused.reduce((sum, { fills }) => sum + fills, 0),
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

function prunedSession(where: string, session: RefusedSession): RejectedRow {
  const { account, sessionDate, fills, prunedThrough } = session;
  return {
    where,
    line: 0,
    column: 'Date/Time',
    value: sessionDate,
    reason: `fills of ${account} were pruned through ${prunedThrough}, so this day can no longer be computed; all ${fills} of it are left out`,
    raw: JSON.stringify(session),
  };
}
