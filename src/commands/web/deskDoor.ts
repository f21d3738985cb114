import { statSync } from 'node:fs';
import { type DeskFiles, hasDatabase, noDatabase } from '../deskDatabase.ts';
import { openDeskStores, type Stores } from '../world.ts';
import { type Connection, deskVersion } from './deskVersion.ts';

/**
 * The stores of the desk as a long-running server has them: opened on the first use, and again after a
 * restore. Reads and writes have a connection each, because a connection that waits for the write lock of a
 * morning answers no reader meanwhile.
 */
export interface DeskDoor {
  /** For reading. @throws StoreError `no_database` on a new desk; another one where it cannot be read. */
  stores(): Promise<Stores>;
  /** For writing. A write waits up to five seconds for another process. @throws StoreError */
  writing(): Promise<Stores>;
  /** Another text after every change that any process made to the database. */
  version(): Promise<string>;
  close(): Promise<void>;
}

interface OpenFile {
  readonly identity: string;
  readonly stores: Promise<Stores>;
}

/** A server keeps its database: connections that it ends are opened again by the pool. */
const ON_A_SERVER = 'server';

/** Requests that began before a restore are answered from the file of before it. */
const OLD_FILE_KEPT_MS = 60_000;

/** Never creates a database. */
export function createDeskDoor(files: DeskFiles): DeskDoor {
  const doors = [connection(files), connection(files)] as const;
  const [reading, writing] = doors;
  return {
    stores: reading.stores,
    writing: writing.stores,
    version: deskVersion(reading, writing),
    async close() {
      await Promise.all(doors.map((door) => door.close()));
    },
  };
}

function connection(files: DeskFiles): Connection & { close(): Promise<void> } {
  let open: OpenFile | null = null;
  let opened: Stores | null = null;
  let isChecked = false;
  const closing = new Map<OpenFile, NodeJS.Timeout>();
  const closeOld = (old: OpenFile) => {
    closing.delete(old);
    void closed(old);
  };
  return {
    async stores(): Promise<Stores> {
      // One look at the file serves all requests of one turn of the event loop.
      if (open !== null && isChecked) return open.stores;
      isChecked = true;
      setImmediate(() => {
        isChecked = false;
      });
      const identity = files.databaseUrl === null ? identityOf(files.dbPath) : ON_A_SERVER;
      if (open?.identity === identity) return open.stores;
      if (open !== null) closing.set(open, setTimeout(closeOld, OLD_FILE_KEPT_MS, open).unref());
      const opening = { identity, stores: existingStores(files) };
      open = opening;
      opened = null;
      opening.stores.then(
        (stores) => {
          if (open === opening) opened = stores;
        },
        () => undefined,
      );
      return opening.stores.catch((error: unknown) => {
        if (open === opening) open = null;
        throw error;
      });
    },
    opened: () => opened,
    async close(): Promise<void> {
      const all = [...closing.keys(), ...(open === null ? [] : [open])];
      for (const timer of closing.values()) clearTimeout(timer);
      closing.clear();
      open = null;
      opened = null;
      await Promise.all(all.map(closed));
    },
  };
}

async function existingStores(files: DeskFiles): Promise<Stores> {
  if (!(await hasDatabase(files))) throw noDatabase(files);
  return openDeskStores(files);
}

/** A file that could not be opened has nothing to close. */
async function closed({ stores }: OpenFile): Promise<void> {
  await stores.then(({ database }) => database.close()).catch(() => undefined);
}

function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.dev}:${found.ino}`;
}
