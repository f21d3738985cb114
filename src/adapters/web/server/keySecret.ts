import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as it is printed once: `dbk_<id>_<secret>`. */
export interface PrintedKey {
  readonly id: string;
  readonly secret: string;
}

const PRINTED = /^dbk_([0-9a-f]{10})_([0-9a-f]{64})$/;

/** Makes a key with 256 random bits. Hexadecimal: a double click selects the whole key. */
export function newKey(): PrintedKey {
  return { id: randomBytes(5).toString('hex'), secret: randomBytes(32).toString('hex') };
}

export function printedKey({ id, secret }: PrintedKey): string {
  return `dbk_${id}_${secret}`;
}

/** null: the text has not the form of a key. */
export function parseKey(text: string): PrintedKey | null {
  const [, id, secret] = PRINTED.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * SHA-256, hexadecimal. A secret has 256 random bits, so that a slow hash would not make it harder to guess.
 */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares in a time that does not depend on where two hashes differ. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A token for the cookie of a signed-in browser. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
