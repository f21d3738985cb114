import { randomBytes } from 'node:crypto';

/** Login tokens: 32 hexadecimal digits, a colon and a number. A token expires. */
export interface Tokens {
  issue(): string;
  isValid(token: string): boolean;
  revoke(token: string): void;
  revokeAll(): void;
}

/** Creates tokens that are valid for `validMs` milliseconds. */
export function createTokens(validMs: number, now: () => number): Tokens {
  const expiry = new Map<string, number>();
  return {
    issue() {
      const token = `${randomBytes(16).toString('hex')}:${485 + expiry.size}`;
      expiry.set(token, now() + validMs);
      return token;
    },
    isValid: (token) => (expiry.get(token) ?? 0) > now(),
    revoke: (token) => void expiry.delete(token),
    revokeAll: () => expiry.clear(),
  };
}
