import type { Fill } from '../../../domain/ledger/fill.ts';
import type { DateCounts, IngestCounts, RefusedSession } from '../../../ports/fillStore.ts';
import { StoreError } from '../../../shared/errors.ts';
import { FillColumns } from '../fillColumns.ts';
import { fingerprint } from '../fingerprint.ts';
import { type MergedSession, replaceFills, type SessionFills } from '../mergeFills.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { NO_COUNTS } from './ingestCounts.ts';
import { forgetPruned, isAwaited, PrunedSessions, prunedBlock } from './prunedSessions.ts';

/** What the guard decides about the held fills of one session. */
interface Verdict extends Pick<MergedSession, 'duplicates' | 'repeated' | 'conflicting'> {
  /** Fills to store after all. */
  readonly accepted: readonly Fill[];
  readonly refused: RefusedSession | null;
}

/**
 * Holds back the fills of days that cannot be computed any more: days whose fills were pruned, and unknown
 * days before them. Storing such fills would replace the facts of a day by those of a part of its fills.
 * Exactly the pruned fills count as duplicates; they are stored again only where the ledger waits for them.
 */
export class PrunedGuard {
  readonly #pruned: PrunedSessions;
  readonly #held = new Map<string, SessionFills>();
  #verdicts: readonly Verdict[] = [];

  private constructor(pruned: PrunedSessions) {
    this.#pruned = pruned;
  }

  static async read(connection: SqlConnection): Promise<PrunedGuard> {
    return new PrunedGuard(await PrunedSessions.read(connection));
  }

  /** Whether some of the fills may have to be held back; needs no database. */
  concerns(fills: readonly Fill[]): boolean {
    return fills.some(({ sessionDate }) => sessionDate <= this.#pruned.latest);
  }

  /** Holds back what must be held, and returns the other fills. */
  async admit(connection: SqlConnection, fills: readonly Fill[]): Promise<readonly Fill[]> {
    const admitted: Fill[] = [];
    for (const fill of fills) {
      const { account, sessionDate } = fill;
      const mayBeClosed = sessionDate <= this.#pruned.latest;
      if (mayBeClosed && (await this.#pruned.isClosed(connection, account, sessionDate))) this.#hold(fill);
      else admitted.push(fill);
    }
    return admitted;
  }

  /** Counts held fills as duplicates: only the end of the stream shows whether they are the pruned ones. */
  addHeld(counts: Map<string, DateCounts>): ReadonlyMap<string, DateCounts> {
    for (const { sessionDate, incoming } of this.#held.values()) {
      const before = counts.get(sessionDate) ?? NO_COUNTS;
      counts.set(sessionDate, { ...before, duplicates: before.duplicates + incoming.length });
    }
    return counts;
  }

  /**
   * Decides about the held fills, inside the transaction that stores the others.
   * @returns the fills to store after all.
   * @throws StoreError `pruned_meanwhile` where fills were pruned since the stream began.
   */
  async decide(connection: SqlConnection): Promise<readonly Fill[]> {
    if (await this.#pruned.isOutdated(connection)) throw prunedMeanwhile();
    const verdicts: Verdict[] = [];
    for (const session of this.#held.values()) verdicts.push(await judge(connection, session, this.#pruned));
    this.#verdicts = verdicts;
    return this.#verdicts.flatMap(({ accepted }) => accepted);
  }

  /** Adds what `decide` found to the counts of the stored fills. */
  complete(counts: Omit<IngestCounts, 'refused'>): IngestCounts {
    const held = [...this.#held.values()];
    return {
      ...counts,
      duplicates: this.#verdicts.reduce((sum, { duplicates }) => sum + duplicates, counts.duplicates),
      repeated: this.#verdicts.reduce((sum, { repeated }) => sum + repeated, counts.repeated),
      conflicting: [...counts.conflicting, ...this.#verdicts.flatMap(({ conflicting }) => conflicting)],
      refused: this.#verdicts.flatMap(({ refused }) => refused ?? []),
      accounts: union(
        counts.accounts,
        held.map(({ account }) => account),
      ),
      sessions: union(
        counts.sessions,
        held.map(({ sessionDate }) => sessionDate),
      ).sort(),
    };
  }

  #hold(fill: Fill): void {
    const { account, sessionDate } = fill;
    const key = `${account}\n${sessionDate}`;
    const session = this.#held.get(key) ?? { account, sessionDate, incoming: new FillColumns() };
    this.#held.set(key, session);
    session.incoming.push(fill);
  }
}

async function judge(
  connection: SqlConnection,
  session: SessionFills,
  pruned: PrunedSessions,
): Promise<Verdict> {
  const { account, sessionDate } = session;
  const unique = replaceFills(session, null);
  const { duplicates, repeated, conflicting, block } = unique;
  const verdict: Verdict = { accepted: [], duplicates, repeated, conflicting, refused: null };
  const known = await prunedBlock(connection, account, sessionDate);
  const isPruned = [true, false].some(
    (withCurrencies) =>
      known?.fingerprint === fingerprint(block, account, sessionDate, withCurrencies).digest,
  );
  if (!isPruned) {
    const [prunedFills, prunedThrough] = [known?.fills ?? null, pruned.through(account)];
    return { ...verdict, refused: { account, sessionDate, fills: block.length, prunedFills, prunedThrough } };
  }
  if (!(await isAwaited(connection, account, sessionDate)))
    return { ...verdict, duplicates: duplicates + block.length };
  await forgetPruned(connection, account, sessionDate);
  return { ...verdict, accepted: fillsOf(unique) };
}

function fillsOf({ block, account, sessionDate }: MergedSession): readonly Fill[] {
  return Array.from({ length: block.length }, (_, place) => block.at(place, account, sessionDate));
}

function union(known: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}

function prunedMeanwhile(): StoreError {
  return new StoreError(
    'pruned_meanwhile',
    'Database · old fills were pruned while these came in · expected them to stay as they were',
    { hint: 'Nothing of this stream was stored: start it again.', retryable: true },
  );
}
