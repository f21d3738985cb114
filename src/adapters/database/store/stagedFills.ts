import type { Fill } from '../../../domain/ledger/fill.ts';
import type { FillStage } from '../fillBlocks.ts';
import { FillColumns } from '../fillColumns.ts';
import type { SessionFills } from '../mergeFills.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** An account and session with staged fills. */
export interface StagedSession {
  readonly account: string;
  readonly sessionDate: string;
}

interface Staged extends StagedSession {
  incoming: FillColumns;
  /** How many parts of the session are on the stage. */
  parts: number;
}

/** More fills than this are moved to the stage. */
const MOST_FILLS_IN_MEMORY = 2_000_000;

/**
 * The fills of one stream until they are merged, by account and session. A stream of many millions moves to a
 * stage on disk.
 */
export class StagedFills {
  readonly #stage: FillStage;
  readonly #mostInMemory: number;
  readonly #sessions = new Map<string, Map<string, Staged>>();
  #inMemory = 0;
  #hasSpilled = false;

  constructor(stage: FillStage, mostInMemory = MOST_FILLS_IN_MEMORY) {
    this.#stage = stage;
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

  /** Whether a part of the stream is on the stage. */
  get hasSpilled(): boolean {
    return this.#hasSpilled;
  }

  /** Moves what is in memory to the stage. */
  async spill(connection: SqlConnection): Promise<void> {
    this.#hasSpilled = true;
    for (const session of this.#all()) {
      if (session.incoming.length === 0) continue;
      const { account, sessionDate } = session;
      await this.#stage.add(connection, { account, sessionDate, part: session.parts++ }, session.incoming);
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

  /** All staged fills of a session, in the order of arrival; none where there are none. */
  async load(connection: SqlConnection, { account, sessionDate }: StagedSession): Promise<SessionFills> {
    const session = this.#sessions.get(account)?.get(sessionDate);
    if (session === undefined) return { account, sessionDate, incoming: new FillColumns() };
    if (session.parts === 0) return session;
    return { account, sessionDate, incoming: await this.#joined(connection, session) };
  }

  /** Forgets a session's fills in memory. */
  release({ account, sessionDate }: StagedSession): void {
    this.#sessions.get(account)?.delete(sessionDate);
  }

  /** Forgets the whole stream. */
  async clear(connection: SqlConnection): Promise<void> {
    this.#sessions.clear();
    this.#inMemory = 0;
    if (this.#hasSpilled) await this.#stage.clear(connection);
    this.#hasSpilled = false;
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

  async #joined(connection: SqlConnection, { account, sessionDate, incoming }: Staged): Promise<FillColumns> {
    const joined = new FillColumns();
    const parts = await this.#stage.load(connection, { account, sessionDate });
    for (const part of [...parts, incoming])
      for (let place = 0; place < part.length; place++) joined.push(part.at(place, account, sessionDate));
    return joined;
  }
}
