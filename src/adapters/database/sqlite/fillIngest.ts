import type Driver from 'better-sqlite3';
import type { Fill } from '../../../domain/ledger/fill.ts';
import type {
  DateCounts,
  FetchRecord,
  FillIngest,
  IngestCounts,
  StreamRejects,
} from '../../../ports/fillStore.ts';
import { StoreError } from '../../../shared/errors.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { appendFills, type MergedSession, replaceFills } from '../mergeFills.ts';
import { accountLookup } from './identifiers.ts';
import { recordIncompleteDays } from './incompleteDays.ts';
import {
  countsByDate,
  type DateRange,
  type SessionCounts,
  totalCounts,
  type WholeRange,
} from './ingestCounts.ts';
import type { Database } from './open.ts';
import { PrunedGuard } from './prunedGuard.ts';
import { StagedFills, type StagedSession } from './stagedFills.ts';
import { storeErrorOf } from './storeError.ts';

export interface IngestOptions {
  /** null: the stream may hold any part of any session. */
  readonly wholeRange: WholeRange | null;
  /** Known fills stay as they are stored, whatever content arrives. */
  readonly keepKnown?: boolean;
  /** More fills than this are staged on disk; for tests. */
  readonly mostInMemory?: number;
}

/**
 * An ingest of one stream of fills into SQLite. `add` and `plan` write nothing to the database; `commit`
 * writes all in one transaction. With `wholeRange`, stored fills that did not arrive are removed; the fills
 * of an account that the source does not list stay.
 */
export async function createIngest(database: Database, options: IngestOptions): Promise<FillIngest> {
  const guard = await database.withConnection(() => new PrunedGuard(database.driver));
  return new SqliteIngest(database, options, guard);
}

/** Merged sessions with the state of the database that they were merged with. */
interface Merge {
  readonly sessions: readonly MergedSession[];
  readonly state: string;
}

class SqliteIngest implements FillIngest {
  readonly #database: Database;
  readonly #options: IngestOptions;
  readonly #guard: PrunedGuard;
  readonly #staged: StagedFills;
  readonly #statements: ReturnType<typeof prepare>;
  /** Of the last plan; used again by a commit before which nothing has changed. */
  #planned: Merge | null = null;
  #isOver = false;
  /** Whether this stream has recorded that the source marks short sales. */
  #knowsShortSides = false;

  constructor(database: Database, options: IngestOptions, guard: PrunedGuard) {
    this.#database = database;
    this.#options = options;
    this.#guard = guard;
    this.#staged = new StagedFills(database.driver, options.mostInMemory);
    this.#statements = prepare(database.driver);
  }

  async add(fills: readonly Fill[]): Promise<void> {
    this.#planned = null;
    const admitted = this.#guard.concerns(fills)
      ? await this.#database.withConnection(() => this.#guard.admit(fills))
      : fills;
    this.#staged.add(admitted);
    if (this.#staged.isFull) await this.#database.withConnection(() => this.#staged.spill());
  }

  plan(): Promise<ReadonlyMap<string, DateCounts>> {
    return this.#database.withConnection(() => {
      // Merged sessions stay in memory only where the stream itself fits there.
      if (this.#staged.hasSpilled) return this.#guard.addHeld(countsByDate(this.#merge()));
      this.#planned = { sessions: [...this.#merge()], state: this.#state() };
      return this.#guard.addHeld(countsByDate(this.#planned.sessions));
    });
  }

  async commit(
    fetched: readonly FetchRecord[] = [],
    rejects: StreamRejects | null = null,
  ): Promise<IngestCounts> {
    if (this.#isOver) throw new Error('an ingest of fills ends once');
    this.#isOver = true;
    try {
      return await this.#database.transaction(async ({ driver }) => this.#store(driver, fetched, rejects));
    } catch (error) {
      throw storeErrorOf(error)?.code === 'database_locked' ? databaseBusy(error) : error;
    } finally {
      await this.abandon();
    }
  }

  async abandon(): Promise<void> {
    this.#isOver = true;
    this.#planned = null;
    // Staged fills that cannot be deleted go with the connection. An error here would hide the one of the
    // commit.
    await this.#database.withConnection(() => this.#staged.clear()).catch(() => undefined);
  }

  #store(
    driver: Driver.Database,
    fetched: readonly FetchRecord[],
    rejects: StreamRejects | null,
  ): IngestCounts {
    const stillPlanned = this.#planned?.state === this.#state() ? this.#planned : null;
    const accepted = this.#guard.decide();
    this.#staged.add(accepted);
    const accounts = accountLookup(driver);
    const stored: SessionCounts[] = [];
    for (const session of stillPlanned !== null && accepted.length === 0
      ? stillPlanned.sessions
      : this.#merge()) {
      const { block, ...counts } = session;
      stored.push(counts);
      if (isChanged(session)) this.#save(session, accounts(session.account));
      // Memory falls while the sessions are written one by one.
      this.#staged.release(session);
    }
    for (const { sessionDate, fills, fetchedAt } of fetched)
      this.#statements.recordFetch.run(sessionDate, fills, fetchedAt.toISOString());
    const { keptAccounts } = this.#stock();
    const counts = this.#guard.complete({ ...totalCounts(stored), keptAccounts });
    const { wholeRange } = this.#options;
    if (rejects !== null) recordIncompleteDays(driver, { rejects, counts, sessions: stored, wholeRange });
    return counts;
  }

  /** Merges the staged fills with the stored ones, session by session. */
  *#merge(): Generator<MergedSession> {
    const { wholeRange, keepKnown } = this.#options;
    for (const session of [...this.#staged.sessions(), ...this.#stock().unsent]) {
      const { account, sessionDate } = session;
      const block = this.#statements.block.get(account, sessionDate);
      const stored = block === undefined ? null : FillColumns.decode(block, `${sessionDate} ${account}`);
      const incoming = this.#staged.load(session);
      yield wholeRange === null ? appendFills(incoming, stored, keepKnown) : replaceFills(incoming, stored);
    }
  }

  /** Stored sessions of the range that sent no fill, and accounts that the source does not list. */
  #stock(): { readonly unsent: readonly StagedSession[]; readonly keptAccounts: readonly string[] } {
    const { wholeRange } = this.#options;
    if (wholeRange === null) return { unsent: [], keptAccounts: [] };
    const { from, to, accounts } = wholeRange;
    const isListed = ({ account }: StagedSession) =>
      accounts === null || accounts.has(account) || this.#staged.hasAccount(account);
    const stock = this.#statements.stock.all({ from, to });
    return {
      unsent: stock.filter((session) => isListed(session) && !this.#staged.has(session)),
      keptAccounts: [
        ...new Set(stock.filter((session) => !isListed(session)).map(({ account }) => account)),
      ].sort(),
    };
  }

  /** Differs after every change of the database, by this connection or another. */
  #state(): string {
    const others = this.#database.driver.pragma('data_version', { simple: true });
    return `${others} ${this.#statements.ownChanges.get()}`;
  }

  #save(
    { sessionDate, block, inserted, changed, missing, learnedCurrencies }: MergedSession,
    { id, traderId }: { readonly id: number; readonly traderId: number },
  ): void {
    const { fills, numbers, texts, identities } = block.encode();
    if (fills > 0) this.#statements.save.run(id, sessionDate, fills, numbers, texts, identities);
    else this.#statements.remove.run(id, sessionDate);
    if (!this.#knowsShortSides && block.hasShortSides()) {
      this.#statements.noteShortSides.run();
      this.#knowsShortSides = true;
    }
    if (inserted + changed + missing > 0)
      this.#statements.markStale.run({ traderId, sessionDate, inserted, changed, missing });
    else if (learnedCurrencies > 0) this.#statements.markToCheck.run(traderId, sessionDate);
  }
}

function isChanged(session: MergedSession): boolean {
  const { inserted, changed, missing, learnedIds, learnedCurrencies } = session;
  return inserted + changed + missing + learnedIds + learnedCurrencies > 0;
}

function databaseBusy(cause: unknown): StoreError {
  return new StoreError(
    'database_busy',
    'Database · found it locked by another run · expected to write fills',
    {
      hint: 'Another import, backfill or morning is writing. Nothing of this one was stored: start it again.',
      retryable: true,
      cause,
    },
  );
}

function prepare(driver: Driver.Database) {
  return {
    block: driver.prepare<[string, string], StoredBlock>(
      `SELECT fills, numbers, texts, identities FROM fill_block JOIN account ON account.id = account_id
        WHERE account.code = ? AND session_date = ?`,
    ),
    stock: driver.prepare<DateRange, StagedSession>(
      `SELECT account.code AS account, session_date AS sessionDate
         FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date BETWEEN :from AND :to`,
    ),
    ownChanges: driver.prepare<[], number>('SELECT total_changes()').pluck(),
    save: driver.prepare(
      'REPLACE INTO fill_block (account_id, session_date, fills, numbers, texts, identities) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    remove: driver.prepare('DELETE FROM fill_block WHERE account_id = ? AND session_date = ?'),
    recordFetch: driver.prepare(
      'REPLACE INTO fetched_session (session_date, fills, fetched_at) VALUES (?, ?, ?)',
    ),
    markStale: driver.prepare(
      `INSERT INTO stale_day (trader_id, session_date, added, changed, removed, late)
       VALUES (:traderId, :sessionDate, :inserted, :changed, :missing,
               EXISTS (SELECT 1 FROM fetched_session WHERE session_date = :sessionDate))
       ON CONFLICT DO UPDATE SET added = added + excluded.added, changed = changed + excluded.changed,
                                 removed = removed + excluded.removed, late = max(late, excluded.late)`,
    ),
    // Late: the figures change only where the currency is not that of the desk. Then the revisions report it.
    markToCheck: driver.prepare(
      'INSERT INTO stale_day (trader_id, session_date, late) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET late = 1',
    ),
    noteShortSides: driver.prepare("INSERT OR IGNORE INTO store_fact VALUES ('has_short_sides', 'yes')"),
  };
}
