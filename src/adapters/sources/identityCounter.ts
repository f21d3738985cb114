import { hash } from 'node:crypto';

/** Numbers identical rows, so that two fills with the same value in every column get two identities. */
export interface IdentityCounter {
  /** Returns 1 for the first row with this text, 2 for the second, and so on. */
  next(text: string): number;
}

/**
 * Use one counter for all pages of an answer. It stores a digest of each row, because the row's text is a
 * slice that would keep its whole chunk in memory. A million rows without an id take about 270 MB.
 */
export function createIdentityCounter(): IdentityCounter {
  const seen = new Map<string, number>();
  return {
    next(text) {
      const key = hash('sha1', text, 'base64');
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count;
    },
  };
}
