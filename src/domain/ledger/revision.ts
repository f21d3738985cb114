/** A trader-day that came out otherwise than before because fills of it, or of a session before it, came late. */
export interface Revision {
  readonly trader: string;
  readonly sessionDate: string;
  /** Dollars net of fees; null where there was no such trader-day before, or is none any more. */
  readonly netBefore: number | null;
  readonly netAfter: number | null;
  /** Fills of the session itself that came late; all 0 where only the lots carried into it changed. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/**
 * Revisions of one trader-day, found one after the other, as one: from the first net to the last. Order of first
 * sight is kept.
 * @param revisions those found first come first.
 */
export function combinedRevisions(revisions: readonly Revision[]): readonly Revision[] {
  const byDay = new Map<string, Revision>();
  for (const revision of revisions) {
    const key = JSON.stringify([revision.trader, revision.sessionDate]);
    const before = byDay.get(key);
    byDay.set(key, before === undefined ? revision : joined(before, revision));
  }
  return [...byDay.values()];
}

/** By how much the net moved, dollars; a trader-day that is not there counts 0. */
export function netMoved({ netBefore, netAfter }: Revision): number {
  return (netAfter ?? 0) - (netBefore ?? 0);
}

function joined(first: Revision, then: Revision): Revision {
  return {
    ...first,
    netAfter: then.netAfter,
    added: first.added + then.added,
    changed: first.changed + then.changed,
    removed: first.removed + then.removed,
  };
}
