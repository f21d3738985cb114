import { statSync } from 'node:fs';
import type { StoreError } from '../../shared/errors.ts';
import { type DeskFiles, openDeskStores, type Stores } from '../world.ts';

/** The stores of the desk as a long-running reader has them: opened once, and again after a restore. */
export interface DeskDoor {
  /** @throws StoreError where the database is gone or cannot be read. */
  stores(): Promise<Stores>;
  close(): Promise<void>;
}

/** Opens on the first use. A restore replaces the file: the connection to the old one is closed then. */
export function createDeskDoor(files: DeskFiles): DeskDoor {
  let open: { readonly file: string; readonly stores: Promise<Stores> } | null = null;
  return {
    async stores() {
      const file = fileIdentity(files.dbPath);
      if (open !== null && open.file === file) return open.stores;
      const before = open;
      const opening = openDeskStores(files);
      open = { file, stores: opening };
      await before?.stores.then(({ database }) => database.close()).catch(() => undefined);
      return opening.catch((error: StoreError) => {
        open = null;
        throw error;
      });
    },
    async close() {
      const last = open;
      open = null;
      await last?.stores.then(({ database }) => database.close()).catch(() => undefined);
    },
  };
}

function fileIdentity(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.dev}:${found.ino}`;
}
