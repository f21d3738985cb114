import type { Fill } from '../../../domain/ledger/fill.ts';
import type {
  DateCounts,
  FetchRecord,
  FillIngest,
  IngestCounts,
  StreamRejects,
} from '../../../ports/fillStore.ts';
import { StoreError } from '../../../shared/errors.ts';
import type { Database } from '../database.ts';
import { appendFills, type MergedSession, replaceFills } from '../mergeFills.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { upsertSql } from '../upsertSql.ts';
import { findAccount } from './identifiers.ts';
import { recordIncompleteDays } from './incompleteDays.ts';
import { countsByDate, type SessionCounts, totalCounts, type WholeRange } from './ingestCounts.ts';
import { PrunedGuard } from './prunedGuard.ts';
import { createSessionWriter, isChanged } from './sessionWriter.ts';
import { StagedFills, type StagedSession } from './stagedFills.ts';

export interface IngestOptions {
  /** null: the stream may hold any part of any session. */
  readonly wholeRange: WholeRange | null;
  /** Known fills stay as they are stored, whatever content arrives. */
  readonly keepKnown?: boolean;
  /** More fills than this are staged on disk; for tests. */
  readonly mostInMemory?: number;
}

/**
 * An ingest of one stream of fills. `add` and `plan` write nothing to the database; `commit`
 * writes all in one transaction. With `wholeRange`, stored fills that did not arrive are removed; the fills
 * of an account that the source does not list stay.
 */
export async function createIngest(database: Database, options: IngestOptions): Promise<FillIngest> {
  const guard = await database.withConnection(PrunedGuard.read);
  return new Ingest(database, options, guard);
}

/** Merged sessions with the state of the database that they were merged with. */
interface Merge {
  readonly sessions: readonly MergedSession[];
  readonly state: string;
}

class Ingest implements FillIngest {
  readonly #database: Database;
  readonly #options: IngestOptions;
  readonly #guard: PrunedGuard;
  readonly #staged: StagedFills;
  /** Of the last plan; used again by a commit before which nothing has changed. */
  #planned: Merge | null = null;
  #isOver = false;

  constructor(database: Database, options: IngestOptions, guard: PrunedGuard) {
    this.#database = database;
    this.#options = options;
    this.#guard = guard;
    this.#staged = new StagedFills(database.fillBlocks.openStage(), options.mostInMemory);
  }

  async add(fills: readonly Fill[]): Promise<void> {
    this.#planned = null;
    const admitted = this.#guard.concerns(fills)
      ? await this.#database.withConnection((connection) => this.#guard.admit(connection, fills))
      : fills;
    this.#staged.add(admitted);
    if (this.#staged.isFull)
      await this.#database.withConnection((connection) => this.#staged.spill(connection));
  }

  plan(): Promise<ReadonlyMap<string, DateCounts>> {
    return this.#database.withConnection(async (connection) => {
      // Read before the merge: a commit of another process during the merge must make the plan out of date.
      const state = await this.#state(connection);
      // Merged sessions stay in memory only where the stream itself fits there.
      const sessions: SessionCounts[] = [];
      const whole: MergedSession[] = [];
      for await (const session of this.#merge(connection)) {
        if (!this.#staged.hasSpilled) whole.push(session);
        const { block: _, ...counts } = session;
        sessions.push(counts);
      }
      if (!this.#staged.hasSpilled) this.#planned = { sessions: whole, state };
      return this.#guard.addHeld(countsByDate(sessions));
    });
  }

  async commit(
    fetched: readonly FetchRecord[] = [],
    rejects: StreamRejects | null = null,
  ): Promise<IngestCounts> {
    if (this.#isOver) throw new Error('an ingest of fills ends once');
    this.#isOver = true;
    try {
      return await this.#database.transaction(({ connection }) => this.#store(connection, fetched, rejects));
    } catch (error) {
      throw this.#database.storeErrorOf(error)?.code === 'database_locked' ? databaseBusy(error) : error;
    } finally {
      await this.abandon();
    }
  }

  async abandon(): Promise<void> {
    this.#isOver = true;
    this.#planned = null;
    // Staged fills that cannot be deleted go with the connection. An error here would hide the one of the
    // commit.
    await this.#database
      .withConnection((connection) => this.#staged.clear(connection))
      .catch(() => undefined);
  }

  async #store(
    connection: SqlConnection,
    fetched: readonly FetchRecord[],
    rejects: StreamRejects | null,
  ): Promise<IngestCounts> {
    const planned = this.#planned;
    const isStillPlanned = planned !== null && planned.state === (await this.#state(connection));
    const accepted = await this.#guard.decide(connection);
    this.#staged.add(accepted);
    const stored: SessionCounts[] = [];
    const writer = createSessionWriter(connection, this.#database.fillBlocks);
    for await (const session of isStillPlanned && accepted.length === 0
      ? planned.sessions
      : this.#merge(connection)) {
      const { block: _, ...counts } = session;
      stored.push(counts);
      if (isChanged(session)) await writer.save(session);
      // Memory falls while the sessions are written one by one.
      this.#staged.release(session);
    }
    await writer.flush();
    for (const { sessionDate, fills, fetchedAt } of fetched)
      await connection.run(RECORD_FETCH, {
        session_date: sessionDate,
        fills,
        fetched_at: fetchedAt.toISOString(),
        totals_at: null,
      });
    const { keptAccounts } = await this.#stock(connection);
    const counts = this.#guard.complete({ ...totalCounts(stored), keptAccounts });
    const { wholeRange } = this.#options;
    if (rejects !== null)
      await recordIncompleteDays(connection, { rejects, counts, sessions: stored, wholeRange });
    return counts;
  }

  /** Merges the staged fills with the stored ones, session by session. */
  async *#merge(connection: SqlConnection): AsyncGenerator<MergedSession> {
    const { wholeRange, keepKnown } = this.#options;
    const { unsent } = await this.#stock(connection);
    for (const session of [...this.#staged.sessions(), ...unsent]) {
      const stored = await this.#stored(connection, session);
      const incoming = await this.#staged.load(connection, session);
      yield wholeRange === null ? appendFills(incoming, stored, keepKnown) : replaceFills(incoming, stored);
    }
  }

  async #stored(connection: SqlConnection, { account, sessionDate }: StagedSession) {
    const found = await findAccount(connection, account);
    if (found === undefined) return null;
    return this.#database.fillBlocks.load(connection, { accountId: found.id, account, sessionDate }, 'all');
  }

  /** Stored sessions of the range that sent no fill, and accounts that the source does not list. */
  async #stock(
    connection: SqlConnection,
  ): Promise<{ readonly unsent: readonly StagedSession[]; readonly keptAccounts: readonly string[] }> {
    const { wholeRange } = this.#options;
    if (wholeRange === null) return { unsent: [], keptAccounts: [] };
    const { from, to, accounts } = wholeRange;
    const isListed = ({ account }: StagedSession) =>
      accounts === null || accounts.has(account) || this.#staged.hasAccount(account);
    const stock = await connection.all<StagedSession>(stockSql(connection), { from, to });
    return {
      unsent: stock.filter((session) => isListed(session) && !this.#staged.has(session)),
      keptAccounts: [
        ...new Set(stock.filter((session) => !isListed(session)).map(({ account }) => account)),
      ].sort(),
    };
  }

  /** Differs after every change of the database, by this connection or another. */
  async #state(connection: SqlConnection): Promise<string> {
    const { changes } = this.#database;
    return `${await changes.others(connection)} ${changes.own()}`;
  }
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

function stockSql({ dialect }: SqlConnection): string {
  return `SELECT account.code AS account, session_date AS "sessionDate"
    FROM account ${joinInOrder(dialect)} fill_block
      ON account_id = account.id AND session_date BETWEEN :from AND :to
   ORDER BY account.id, session_date`;
}

// Totals that were fetched for the earlier fills are not those of the new ones.
const RECORD_FETCH = upsertSql('fetched_session', ['session_date'], ['fills', 'fetched_at', 'totals_at']);
