import { randomBytes } from 'node:crypto';
import type { Notice } from './screen.ts';

/** Notices that wait for the page after a redirect. */
const MOST_KEPT = 500;

/** Notices to show once on the page after a redirect; its address has only a random number. */
export interface Flash {
  /** Keeps a notice for the owner of a key. @returns its number. */
  put(keyId: string, notice: Notice): string;
  /** The notice, which is shown once; null: none, or another owner's. */
  take(keyId: string, number: string | undefined): Notice | null;
}

/** Notices in memory: a restart of the server loses them, and nothing that was recorded. */
export function createFlash(): Flash {
  const kept = new Map<string, { readonly keyId: string; readonly notice: Notice }>();
  return {
    put(keyId, notice) {
      const number = randomBytes(9).toString('base64url');
      kept.set(number, { keyId, notice });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return number;
    },
    take(keyId, number) {
      const found = number === undefined ? undefined : kept.get(number);
      if (number === undefined || found?.keyId !== keyId) return null;
      kept.delete(number);
      return found.notice;
    },
  };
}
