import { hash } from 'node:crypto';

/** Counts identical rows, so that two fills alike in every column stay two. */
export interface IdentityCounter {
  /** 1 for the first row with this text, 2 for the second, … */
  next(text: string): number;
}

/**
 * One counter serves one stream of rows, all its pages together. It keeps a digest a row, not the row, whose text
 * would keep alive the whole chunk it was cut from: a million rows without any id take about 270 MB.
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
