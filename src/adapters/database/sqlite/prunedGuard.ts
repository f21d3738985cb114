import type Driver from 'better-sqlite3';
import type { Fill } from '../../../domain/ledger/fill.ts';
import type { DateCounts, FillIngest, RefusedSession } from '../../../ports/fillStore.ts';
import { StoreError } from '../../../shared/errors.ts';
import { FillColumns } from '../fillColumns.ts';
import { fingerprint } from '../fingerprint.ts';
import { type MergedSession, replaceFills, type SessionFills } from '../mergeFills.ts';
import type { LockableIngest } from './fillIngest.ts';
import { type PrunedSessions, prunedSessions } from './prunedSessions.ts';

/**
 * Keeps out fills of days that can no longer be computed: of a pruned session, or of one before it that was never
 * there. Taking them in would replace a day's facts by those of a part of its fills. The very fills that were pruned
 * are known again and count as duplicates; they are taken back in only where the ledger waits for them.
 */
export function guardPruned(driver: Driver.Database, inner: LockableIngest): FillIngest {
  const pruned = prunedSessions(driver);
  const held = new Map<string, SessionFills>();
  const isHeld = (fill: Fill) =>
    fill.sessionDate <= pruned.latest && pruned.isClosed(fill.account, fill.sessionDate);

  return {
    add(fills): void {
      const anyHeld = fills.some(isHeld);
      inner.add(anyHeld ? fills.filter((fill) => !isHeld(fill)) : fills);
      if (anyHeld) for (const fill of fills) if (isHeld(fill)) hold(fill);
    },
    counts: () => withHeld(inner.counts(), held.values()),
    finish(fetched) {
      // No other process may prune between this look and the end.
      inner.lock();
      if (pruned.isOutdated()) throw prunedMeanwhile();
      const verdicts = [...held.values()].map((session) => judge(session, pruned));
      for (const { taken } of verdicts) inner.add(taken);
      const counts = inner.finish(fetched);
      return {
        ...counts,
        duplicates: counts.duplicates + verdicts.reduce((sum, { duplicates }) => sum + duplicates, 0),
        repeated: counts.repeated + verdicts.reduce((sum, { repeated }) => sum + repeated, 0),
        conflicting: [...counts.conflicting, ...verdicts.flatMap(({ conflicting }) => conflicting)],
        refused: verdicts.flatMap(({ refused }) => refused ?? []),
        accounts: union(counts.accounts, [...held.values()], ({ account }) => account),
        sessions: union(counts.sessions, [...held.values()], ({ sessionDate }) => sessionDate).sort(),
      };
    },
    abandon: () => inner.abandon(),
  };

  function hold(fill: Fill): void {
    const key = `${fill.account}\n${fill.sessionDate}`;
    const session = held.get(key) ?? {
      account: fill.account,
      sessionDate: fill.sessionDate,
      came: new FillColumns(),
    };
    held.set(key, session);
    session.came.push(fill);
  }
}

interface Verdict extends Pick<MergedSession, 'duplicates' | 'repeated' | 'conflicting'> {
  /** Fills to store after all. */
  readonly taken: readonly Fill[];
  readonly refused: RefusedSession | null;
}

function judge(session: SessionFills, pruned: PrunedSessions): Verdict {
  const { account, sessionDate } = session;
  const unique = replaceFills(session, null);
  const { duplicates, repeated, conflicting, block } = unique;
  const verdict: Verdict = { taken: [], duplicates, repeated, conflicting, refused: null };
  const known = pruned.block(account, sessionDate);
  if (known?.fingerprint !== fingerprint(block, account, sessionDate).digest) {
    const [prunedFills, prunedThrough] = [known?.fills ?? null, pruned.through(account)];
    return { ...verdict, refused: { account, sessionDate, fills: block.length, prunedFills, prunedThrough } };
  }
  if (!pruned.isAwaited(account, sessionDate)) return { ...verdict, duplicates: duplicates + block.length };
  pruned.forget(account, sessionDate);
  return { ...verdict, taken: fillsOf(unique) };
}

function fillsOf({ block, account, sessionDate }: MergedSession): readonly Fill[] {
  return Array.from({ length: block.length }, (_, place) => block.at(place, account, sessionDate));
}

/** Until the stream has ended nobody can say whether these are the fills that were pruned: none counts as new. */
function withHeld(
  counts: ReadonlyMap<string, DateCounts>,
  held: Iterable<SessionFills>,
): ReadonlyMap<string, DateCounts> {
  const all = new Map(counts);
  for (const { sessionDate, came } of held) {
    const before = all.get(sessionDate) ?? { inserted: 0, duplicates: 0, changed: 0, missing: 0 };
    all.set(sessionDate, { ...before, duplicates: before.duplicates + came.length });
  }
  return all;
}

function union<T>(known: readonly string[], more: readonly T[], nameOf: (item: T) => string): string[] {
  return [...new Set([...known, ...more.map(nameOf)])];
}

function prunedMeanwhile(): StoreError {
  return new StoreError(
    'pruned_meanwhile',
    'Database · old fills were pruned while these came in · expected them to stand still',
    { hint: 'Nothing of this stream was stored: start it again.', retryable: true },
  );
}
