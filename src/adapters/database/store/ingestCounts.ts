import type { DateCounts, IngestCounts } from '../../../ports/fillStore.ts';
import type { MergedSession } from '../mergeFills.ts';

export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** The stream has all fills of these dates, of every account (null) or of the ones named. */
export interface WholeRange extends DateRange {
  readonly accounts: ReadonlySet<string> | null;
}

/** Counts of a merged session without its fills. */
export type SessionCounts = Omit<MergedSession, 'block'>;

/** No fill of a date came or is stored. */
export const NO_COUNTS: DateCounts = { inserted: 0, duplicates: 0, changed: 0, missing: 0 };

/** Counts of merged sessions, summed by date. */
export function countsByDate(sessions: Iterable<SessionCounts>): Map<string, DateCounts> {
  const byDate = new Map<string, DateCounts>();
  for (const { sessionDate, inserted, duplicates, changed, missing } of sessions) {
    const before = byDate.get(sessionDate) ?? NO_COUNTS;
    byDate.set(sessionDate, {
      inserted: before.inserted + inserted,
      duplicates: before.duplicates + duplicates,
      changed: before.changed + changed,
      missing: before.missing + missing,
    });
  }
  return byDate;
}

/** Counts of a whole stream, before the pruning guard adds its own. */
export function totalCounts(
  sessions: readonly SessionCounts[],
): Omit<IngestCounts, 'keptAccounts' | 'refused'> {
  const sum = (of: (session: SessionCounts) => number) =>
    sessions.reduce((all, session) => all + of(session), 0);
  return {
    inserted: sum(({ inserted }) => inserted),
    duplicates: sum(({ duplicates }) => duplicates),
    repeated: sum(({ repeated }) => repeated),
    changed: sum(({ changed }) => changed),
    removed: sum(({ missing }) => missing),
    conflicting: sessions.flatMap(({ conflicting }) => conflicting),
    accounts: [...new Set(sessions.map(({ account }) => account))],
    sessions: [...new Set(sessions.map(({ sessionDate }) => sessionDate))].sort(),
  };
}
