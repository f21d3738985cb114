import type { Stores } from '../world.ts';

/** One of the two connections of a desk. */
export interface Connection {
  stores(): Promise<Stores>;
  /** null: not opened yet. */
  opened(): Stores | null;
}

/**
 * Returns a function that reads the version of the desk: another text after each change that any process
 * made, and after a restore, whose database has counters of its own.
 *
 * SQLite locks the file to read its counter, which takes as long as the rest of a short answer. So the
 * counter is read once for all requests of one turn of the event loop, and again after a write of this
 * process.
 */
export function deskVersion(reading: Connection, writing: Connection): () => Promise<string> {
  let known: { readonly stores: Stores; readonly written: number; readonly version: string } | null = null;
  let openings = 0;
  let last: Stores | null = null;
  return async () => {
    const stores = await reading.stores();
    const writer = writing.opened();
    const own = stores.database.changes.own();
    const written = own + (writer === null ? 0 : writer.database.changes.own());
    if (known?.stores === stores && known.written === written) return known.version;
    if (stores !== last) openings += 1;
    last = stores;
    const version = `${openings}.${await stores.database.changes.others(stores.database.connection)}.${own}`;
    known = { stores, written, version };
    setImmediate(() => {
      known = null;
    });
    return version;
  };
}
