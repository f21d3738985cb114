/**
 * Keeps what was read last under each key, until the version changes. Requests at the same time share one
 * reading.
 */
export class Latest<T> {
  readonly #mostKept: number;
  #version: string | null = null;
  #kept = new Map<string, Promise<T>>();

  constructor(mostKept: number) {
    this.#mostKept = mostKept;
  }

  /** What was read for the key at this version, or what `read` finds now. A failed reading is not kept. */
  of(version: string, key: string, read: () => Promise<T>): Promise<T> {
    if (this.#version !== version) {
      this.#version = version;
      this.#kept = new Map();
    }
    const kept = this.#kept;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = read();
    kept.set(key, reading);
    reading.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > this.#mostKept && oldest !== undefined) kept.delete(oldest);
    return reading;
  }
}
