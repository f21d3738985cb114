/** What the owner of a key may do; each scope includes those before it. */
export const keyScopes = ['read', 'answer', 'operate'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** A key of the API and the desk page. Its secret is printed once and never stored. */
export interface AccessKey {
  /** Part of the printed key, so that it names its row: `dbk_<id>_<secret>`. */
  readonly id: string;
  readonly owner: string;
  readonly scope: KeyScope;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Whether a key is valid at an instant; a revoked key stays so when it expires. */
export function keyState(
  { expiresAt, revokedAt }: Pick<AccessKey, 'expiresAt' | 'revokedAt'>,
  now: Date,
): 'valid' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid';
}

export type NewAccessKey = Omit<AccessKey, 'revokedAt' | 'lastUsedAt'> & {
  /** SHA-256 of the secret, hexadecimal. */
  readonly secretHash: string;
};

/** A signed-in browser. The cookie has the token; the store has its SHA-256. */
export interface WebSession {
  readonly tokenHash: string;
  readonly keyId: string;
  readonly openedAt: Date;
  readonly expiresAt: Date;
}

/** Keys and the sessions that they opened. Adding and revoking are recorded in the audit trail. */
export interface AccessKeyStore {
  add(key: NewAccessKey): Promise<void>;
  /** Every key, oldest first, those revoked or expired too. */
  all(): Promise<readonly AccessKey[]>;
  /** The key with the hash of its secret; null: no such id. */
  find(id: string): Promise<(AccessKey & { readonly secretHash: string }) | null>;
  /** Ends the key and every session that it opened. */
  revoke(id: string, by: string, at: Date): Promise<void>;
  noteUse(id: string, at: Date): Promise<void>;
  openSession(session: WebSession): Promise<void>;
  /** null: no such session, or one that has ended. */
  session(tokenHash: string): Promise<WebSession | null>;
  endSession(tokenHash: string, at: Date): Promise<void>;
}
