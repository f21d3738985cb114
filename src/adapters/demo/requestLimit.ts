/**
 * Returns a function that allows at most `limit` requests in any `windowMs`. Refused requests do not count.
 */
export function createRequestLimit(limit: number, windowMs: number, now: () => number): () => boolean {
  let taken: number[] = [];
  return () => {
    const time = now();
    taken = taken.filter((each) => each > time - windowMs);
    if (taken.length >= limit) return false;
    taken.push(time);
    return true;
  };
}
