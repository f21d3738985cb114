/** What was read from the desk, until it changes. */
export interface UnchangedCache<T> {
  /**
   * The value of a key; reads it where it is not known, or where the desk has changed since. null: there is
   * none. That is not kept: strangers could fill the memory with what they ask for.
   */
  get(key: string, read: () => Promise<T | null>): Promise<T | null>;
}

/** More keys than a desk has; a bound in any case. */
const MOST_KEPT = 1_000;

/** @param versionOf the version of the desk: see DeskDoor. */
export function unchangedCache<T>(versionOf: () => Promise<string>): UnchangedCache<T> {
  const kept = new Map<string, T>();
  let keptAt: string | null = null;
  return {
    async get(key, read) {
      const version = await versionOf();
      if (version !== keptAt) kept.clear();
      keptAt = version;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const value = await read();
      // Where another request has seen a newer version meanwhile, the value may be of before it.
      if (value !== null && kept.size < MOST_KEPT && keptAt === version) kept.set(key, value);
      return value;
    },
  };
}
