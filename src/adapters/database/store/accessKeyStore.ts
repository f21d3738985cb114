import type { AccessKeyStore } from '../../../ports/accessKeys.ts';
import type { Database, StoreTransaction } from '../database.ts';
import { keyRow, sessionRow, storedKey, storedSession } from './accessKeyRows.ts';

/** The use of a key is noted at most this often: it is information, and each note is a write. */
const USE_NOTED_EVERY_MS = 60_000;

/** Ended sessions are kept this long, so that a misuse can be looked into. */
const SESSIONS_KEPT_MS = 30 * 86_400_000;

/**
 * Keys and sessions of the web server. Triggers record each added and revoked key and each sign-in in the
 * audit trail.
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
      const rows = await queries
        .selectFrom('access_key')
        .selectAll()
        // Of two keys of one millisecond, Postgres gives the one that changed last at the end.
        .orderBy('created_at')
        .orderBy('id')
        .execute();
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
function useRecorder({ runUnlessBusy }: Database): AccessKeyStore['noteUse'] {
  const notedAt = new Map<string, number>();
  return async (id, at) => {
    if (at.getTime() - (notedAt.get(id) ?? 0) < USE_NOTED_EVERY_MS) return;
    notedAt.set(id, at.getTime());
    const before = new Date(at.getTime() - USE_NOTED_EVERY_MS).toISOString();
    await runUnlessBusy(NOTE_USE, at.toISOString(), id, before);
  };
}

const NOTE_USE = "UPDATE access_key SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, '') < ?";
