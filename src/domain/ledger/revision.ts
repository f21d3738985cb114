/** A change of a stored trader-day, because late fills arrived for it or for a session before it. */
export interface Revision {
  readonly trader: string;
  readonly sessionDate: string;
  /** Net P&L, dollars. Null where the trader-day did not exist before, or does not exist any more. */
  readonly netBefore: number | null;
  readonly netAfter: number | null;
  /** Late fills of the session itself. All 0 where only its opening lots changed. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Combines all revisions of a trader-day into one, from the first net before to the last net after.
 * `revisions` are in the order in which they were found; the result keeps the order of each trader-day's
 * first revision.
 *
 * Example: −100 → −120 with one fill added, then −120 → −90 with two added: −100 → −90 with three added.
 */
export function combinedRevisions(revisions: readonly Revision[]): readonly Revision[] {
  const byDay = new Map<string, Revision>();
  for (const revision of revisions) {
    const key = JSON.stringify([revision.trader, revision.sessionDate]);
    const before = byDay.get(key);
    byDay.set(key, before === undefined ? revision : mergeRevisions(before, revision));
  }
  return [...byDay.values()];
}

/** Net P&L after less net P&L before, dollars. A missing trader-day counts as 0. */
export function netChange({ netBefore, netAfter }: Revision): number {
  return (netAfter ?? 0) - (netBefore ?? 0);
}

function mergeRevisions(first: Revision, then: Revision): Revision {
  return {
    ...first,
    netAfter: then.netAfter,
    added: first.added + then.added,
    changed: first.changed + then.changed,
    removed: first.removed + then.removed,
  };
}
