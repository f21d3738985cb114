import type Driver from 'better-sqlite3';
import type { Fill } from '../../../domain/ledger/fill.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import type { SessionFills } from '../mergeFills.ts';

/** An account and session with staged fills. */
export interface StagedSession {
  readonly account: string;
  readonly sessionDate: string;
}

interface Staged extends StagedSession {
  incoming: FillColumns;
  /** How many parts of the session are in the temporary table. */
  parts: number;
}

/** More fills than this are moved to the temporary table. */
const MOST_FILLS_IN_MEMORY = 2_000_000;

/**
 * The fills of one stream until they are merged, by account and session. A stream of many millions moves to a
 * temporary table of the connection: the database itself is neither locked nor changed.
 */
export class StagedFills {
  readonly #driver: Driver.Database;
  readonly #mostInMemory: number;
  readonly #sessions = new Map<string, Map<string, Staged>>();
  #inMemory = 0;
  /** Number of this stream in the temporary table; null while all its fills are in memory. */
  #stream: number | null = null;

  constructor(driver: Driver.Database, mostInMemory = MOST_FILLS_IN_MEMORY) {
    this.#driver = driver;
    this.#mostInMemory = mostInMemory;
  }

  add(fills: readonly Fill[]): void {
    for (const fill of fills) this.#sessionOf(fill.account, fill.sessionDate).incoming.push(fill);
    this.#inMemory += fills.length;
  }

  /** Whether `spill` is due. */
  get isFull(): boolean {
    return this.#inMemory > this.#mostInMemory;
  }

  /** Whether a part of the stream is in the temporary table. */
  get hasSpilled(): boolean {
    return this.#stream !== null;
  }

  /** Moves what is in memory to the temporary table. The caller must hold the connection. */
  spill(): void {
    this.#stream ??= newStream(this.#driver);
    const save = this.#driver.prepare('INSERT INTO temp.staged_fills VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const session of this.#all()) {
      if (session.incoming.length === 0) continue;
      const { fills, numbers, texts, identities } = session.incoming.encode();
      const { account, sessionDate } = session;
      save.run(this.#stream, account, sessionDate, session.parts++, fills, numbers, texts, identities);
      session.incoming = new FillColumns();
    }
    this.#inMemory = 0;
  }

  /** Accounts and sessions in the order of their first fills. */
  sessions(): readonly StagedSession[] {
    return [...this.#all()];
  }

  hasAccount(account: string): boolean {
    return this.#sessions.has(account);
  }

  has({ account, sessionDate }: StagedSession): boolean {
    return this.#sessions.get(account)?.has(sessionDate) === true;
  }

  /**
   * All staged fills of a session, in the order of arrival; none where there are none. The caller must hold
   * the connection.
   */
  load({ account, sessionDate }: StagedSession): SessionFills {
    const session = this.#sessions.get(account)?.get(sessionDate);
    if (session === undefined) return { account, sessionDate, incoming: new FillColumns() };
    return session.parts === 0 ? session : { account, sessionDate, incoming: this.#joined(session) };
  }

  /** Forgets a session's fills in memory. */
  release({ account, sessionDate }: StagedSession): void {
    this.#sessions.get(account)?.delete(sessionDate);
  }

  /** Forgets the whole stream. The caller must hold the connection. */
  clear(): void {
    this.#sessions.clear();
    this.#inMemory = 0;
    if (this.#stream !== null)
      this.#driver.prepare('DELETE FROM temp.staged_fills WHERE stream = ?').run(this.#stream);
    this.#stream = null;
  }

  *#all(): Generator<Staged> {
    for (const sessions of this.#sessions.values()) yield* sessions.values();
  }

  #sessionOf(account: string, sessionDate: string): Staged {
    const sessions = this.#sessions.get(account) ?? new Map<string, Staged>();
    this.#sessions.set(account, sessions);
    const known = sessions.get(sessionDate);
    if (known !== undefined) return known;
    const session = { account, sessionDate, incoming: new FillColumns(), parts: 0 };
    sessions.set(sessionDate, session);
    return session;
  }

  #joined({ account, sessionDate, incoming }: Staged): FillColumns {
    const joined = new FillColumns();
    const parts = this.#driver
      .prepare<[number | null, string, string], StoredBlock>(
        `SELECT fills, numbers, texts, identities FROM temp.staged_fills
          WHERE stream = ? AND account = ? AND session_date = ? ORDER BY part`,
      )
      .all(this.#stream, account, sessionDate)
      .map((part) => FillColumns.decode(part, `${sessionDate} ${account}`));
    for (const part of [...parts, incoming])
      for (let place = 0; place < part.length; place++) joined.push(part.at(place, account, sessionDate));
    return joined;
  }
}

/** A number for one more stream of this connection. */
function newStream(driver: Driver.Database): number {
  driver.exec(`CREATE TEMP TABLE IF NOT EXISTS staged_fills (
    stream INTEGER NOT NULL,
    account TEXT NOT NULL,
    session_date TEXT NOT NULL,
    part INTEGER NOT NULL,
    fills INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    texts TEXT NOT NULL,
    identities TEXT NOT NULL,
    PRIMARY KEY (stream, account, session_date, part)
  ) STRICT`);
  const highest = driver
    .prepare<[], number>('SELECT coalesce(max(stream), 0) FROM temp.staged_fills')
    .pluck();
  return (highest.get() ?? 0) + 1;
}
