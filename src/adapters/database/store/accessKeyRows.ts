import { z } from 'zod';
import { type AccessKey, keyScopes, type NewAccessKey, type WebSession } from '../../../ports/accessKeys.ts';
import { unreadableJson } from '../storedJson.ts';
import type { AccessKeyRow, WebSessionRow } from './schema.ts';

/** The row of a new key. */
export function keyRow(key: NewAccessKey): AccessKeyRow {
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

/** The key of a row. @throws StoreError `stored_json` for a scope that this version does not know. */
export function storedKey(row: AccessKeyRow): AccessKey {
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

export function sessionRow({ tokenHash, keyId, openedAt, expiresAt }: WebSession): WebSessionRow {
  return {
    token_hash: tokenHash,
    key_id: keyId,
    opened_at: openedAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    ended_at: null,
  };
}

export function storedSession(row: WebSessionRow): WebSession {
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
