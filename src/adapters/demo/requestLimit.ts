/** Refuses what comes too fast: at most `limit` requests in any `windowMs`, refused ones not counted. */
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
