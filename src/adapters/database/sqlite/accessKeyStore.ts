import Driver from 'better-sqlite3';
import type { AccessKeyStore } from '../../../ports/accessKeys.ts';
import { keyRow, sessionRow, storedKey, storedSession } from './accessKeyRows.ts';
import type { StoreTransaction } from './oneConnection.ts';
import type { Database } from './open.ts';

/** The use of a key is noted at most this often: it is information, and each note is a write. */
const USE_NOTED_EVERY_MS = 60_000;

/** Ended sessions are kept this long, so that a misuse can be looked into. */
const SESSIONS_KEPT_MS = 30 * 86_400_000;

/**
 * Keys and sessions of the web server, on SQLite. Triggers of the connection record each added and revoked
 * key and each sign-in in the audit trail (auditedTables.ts).
 */
export function createAccessKeyStore(database: Database): AccessKeyStore {
  const { queries } = database;
  const noteUse = useRecorder(database);

  /** Writes in a transaction: only a transaction waits for another process without blocking this one. */
  async function write(work: (open: StoreTransaction['queries']) => Promise<unknown>): Promise<void> {
    await database.transaction(({ queries: open }) => work(open));
  }

  return {
    add: (key) => write((open) => open.insertInto('access_key').values(keyRow(key)).execute()),

    async all() {
      const rows = await queries.selectFrom('access_key').selectAll().orderBy('created_at').execute();
      return rows.map(storedKey);
    },

    async find(id) {
      const key = queries.selectFrom('access_key').selectAll().where('id', '=', id);
      const row = await key.executeTakeFirst();
      return row === undefined ? null : { ...storedKey(row), secretHash: row.secret_hash };
    },

    revoke: (id, by, at) =>
      write(async (open) => {
        const revoked_at = at.toISOString();
        await open
          .updateTable('access_key')
          .set({ revoked_at, revoked_by: by })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
        await open
          .updateTable('web_session')
          .set({ ended_at: revoked_at })
          .where('key_id', '=', id)
          .where('ended_at', 'is', null)
          .execute();
      }),

    noteUse,

    openSession: (session) =>
      write(async (open) => {
        const old = new Date(session.openedAt.getTime() - SESSIONS_KEPT_MS).toISOString();
        await open.deleteFrom('web_session').where('expires_at', '<', old).execute();
        await open.insertInto('web_session').values(sessionRow(session)).execute();
      }),

    async session(tokenHash) {
      const row = await queries
        .selectFrom('web_session')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : storedSession(row);
    },

    endSession: (tokenHash, at) =>
      write((open) =>
        open
          .updateTable('web_session')
          .set({ ended_at: at.toISOString() })
          .where('token_hash', '=', tokenHash)
          .where('ended_at', 'is', null)
          .execute(),
      ),
  };
}

/**
 * Notes the use of a key at most once a minute. It never waits for another process that writes: the use is
 * noted a minute later then.
 */
function useRecorder({ driver, withConnection }: Database): AccessKeyStore['noteUse'] {
  const notedAt = new Map<string, number>();
  const update = driver.prepare<[string, string, string]>(
    "UPDATE access_key SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, '') < ?",
  );
  return async (id, at) => {
    if (at.getTime() - (notedAt.get(id) ?? 0) < USE_NOTED_EVERY_MS) return;
    notedAt.set(id, at.getTime());
    const before = new Date(at.getTime() - USE_NOTED_EVERY_MS).toISOString();
    await withConnection(() => withoutWaiting(driver, () => update.run(at.toISOString(), id, before)));
  };
}

function withoutWaiting(driver: Driver.Database, work: () => unknown): void {
  const waitMs = driver.pragma('busy_timeout', { simple: true });
  driver.pragma('busy_timeout = 0');
  try {
    work();
  } catch (error) {
    if (!(error instanceof Driver.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
  } finally {
    driver.pragma(`busy_timeout = ${Number(waitMs)}`);
  }
}
