import { createHash, createHmac } from 'node:crypto';

/** A key that signs links and forms. */
export interface SigningKey {
  /** Part of each token, so that the key which signed it is found. */
  readonly id: Buffer;
  /**
   * HMAC-SHA-256 (RFC 2104) of the parts, cut to so many bytes. The first part is the purpose, so that a
   * value made for one purpose fits no other.
   */
  sign(length: number, purpose: string, ...parts: readonly (string | Buffer)[]): Buffer;
}

/** Bytes of a key's id. */
export const KEY_ID_LENGTH = 2;

/** The key of a secret of 32 characters or more. */
export function signingKey(secret: string): SigningKey {
  const id = createHash('sha256')
    .update(`daybreak signing key ${secret}`)
    .digest()
    .subarray(0, KEY_ID_LENGTH);
  return {
    id,
    sign(length, ...parts) {
      const hmac = createHmac('sha256', secret);
      for (const part of parts) {
        const bytes = Buffer.from(part);
        // With the length of each part in front, ("ab", "c") and ("a", "bc") differ.
        hmac.update(`${bytes.length}:`).update(bytes);
      }
      return hmac.digest().subarray(0, length);
    },
  };
}

/** The key with an id; null where none has it. */
export function keyWithId(keys: readonly SigningKey[], id: Buffer): SigningKey | null {
  return keys.find((key) => key.id.equals(id)) ?? null;
}
