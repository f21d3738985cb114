const WINDOW_MS = 60_000;
const MOST_WRONG = 3;
/** Addresses are remembered for a minute only; the bound keeps a flood of them out of memory. */
const MOST_ADDRESSES = 10_000;

/** Counts wrong keys by address. */
export interface WrongKeys {
  /** Notes a wrong key. @returns whether the address has used up its wrong keys of the last minute. */
  note(address: string, now: Date): boolean;
}

export function countWrongKeys(): WrongKeys {
  const times = new Map<string, readonly number[]>();
  return {
    note(address, now) {
      const since = now.getTime() - WINDOW_MS;
      const recent = (times.get(address) ?? []).filter((at) => at > since);
      // Deleted first: a map keeps the order of insertion, so the first address is the oldest one.
      times.delete(address);
      times.set(address, [...recent.slice(-MOST_WRONG), now.getTime()]);
      const [oldest] = times.keys();
      if (times.size > MOST_ADDRESSES && oldest !== undefined) times.delete(oldest);
      return recent.length >= MOST_WRONG;
    },
  };
}
