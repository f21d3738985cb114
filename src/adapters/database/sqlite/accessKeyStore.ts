import { z } from 'zod';
import {
  type AccessKey,
  type AccessKeyStore,
  keyScopes,
  type NewAccessKey,
  type WebSession,
} from '../../../ports/accessKeys.ts';
import { unreadableJson } from '../storedJson.ts';
import type { Database } from './open.ts';
import type { AccessKeyRow, WebSessionRow } from './schema.ts';

/** The use of a key is noted at most this often: it is information, and each note is a write. */
const USE_NOTED_EVERY_MS = 60_000;

/**
 * Keys and sessions of the web server, on SQLite. Triggers of the connection record each added and revoked
 * key in the audit trail (auditedTables.ts).
 */
export function createAccessKeyStore(database: Database): AccessKeyStore {
  const { queries } = database;
  return {
    async add(key) {
      await database.transaction(({ queries: open }) =>
        open.insertInto('access_key').values(keyRow(key)).execute(),
      );
    },

    async all() {
      const rows = await queries.selectFrom('access_key').selectAll().orderBy('created_at').execute();
      return rows.map(storedKey);
    },

    async find(id) {
      const row = await queries.selectFrom('access_key').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : { ...storedKey(row), secretHash: row.secret_hash };
    },

    async revoke(id, by, at) {
      const revoked = { revoked_at: at.toISOString(), revoked_by: by };
      await database.transaction(async ({ queries: open }) => {
        await open
          .updateTable('access_key')
          .set(revoked)
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
        await open
          .updateTable('web_session')
          .set({ ended_at: revoked.revoked_at })
          .where('key_id', '=', id)
          .where('ended_at', 'is', null)
          .execute();
      });
    },

    async noteUse(id, at) {
      const before = new Date(at.getTime() - USE_NOTED_EVERY_MS).toISOString();
      await queries
        .updateTable('access_key')
        .set({ last_used_at: at.toISOString() })
        .where('id', '=', id)
        .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', before)]))
        .execute();
    },

    async openSession(session) {
      await queries.insertInto('web_session').values(sessionRow(session)).execute();
    },

    async session(tokenHash) {
      const row = await queries
        .selectFrom('web_session')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : storedSession(row);
    },

    async endSession(tokenHash, at) {
      await queries
        .updateTable('web_session')
        .set({ ended_at: at.toISOString() })
        .where('token_hash', '=', tokenHash)
        .where('ended_at', 'is', null)
        .execute();
    },
  };
}

function keyRow(key: NewAccessKey): AccessKeyRow {
  return {
    id: key.id,
    owner: key.owner,
    scope: key.scope,
    secret_hash: key.secretHash,
    created_at: key.createdAt.toISOString(),
    created_by: key.createdBy,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: null,
    revoked_by: null,
    last_used_at: null,
  };
}

const scopes = z.enum(keyScopes);

function storedKey(row: AccessKeyRow): AccessKey {
  const scope = scopes.safeParse(row.scope);
  if (!scope.success)
    throw unreadableJson('access_key.scope', row.id, JSON.stringify(row.scope), 'a scope of this version');
  return {
    id: row.id,
    owner: row.owner,
    scope: scope.data,
    createdAt: new Date(row.created_at),
    createdBy: row.created_by,
    expiresAt: dateOf(row.expires_at),
    revokedAt: dateOf(row.revoked_at),
    lastUsedAt: dateOf(row.last_used_at),
  };
}

function sessionRow({ tokenHash, keyId, openedAt, expiresAt }: WebSession): WebSessionRow {
  return {
    token_hash: tokenHash,
    key_id: keyId,
    opened_at: openedAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    ended_at: null,
  };
}

function storedSession(row: WebSessionRow): WebSession {
  return {
    tokenHash: row.token_hash,
    keyId: row.key_id,
    openedAt: new Date(row.opened_at),
    expiresAt: new Date(row.expires_at),
  };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
