import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { withBackupHint } from './backupHint.ts';
import { openDeskStores, type Stores, type World } from './world.ts';

/**
 * Opens the stores of the desk and checks every page of a SQLite file: a morning must not decide on damaged
 * data.
 * @throws StoreError. If only a restore can solve it, its hint names the newest good backup.
 */
export async function openCheckedStores(world: World): Promise<Stores> {
  const stores = await openDeskStores(world.config);
  try {
    await requireCheckedStores(world, stores);
    return stores;
  } catch (error) {
    await stores.database.close();
    throw error;
  }
}

/** Checks stores that are already open. @throws StoreError as openCheckedStores does. */
export async function requireCheckedStores({ config }: World, { database }: Stores): Promise<void> {
  try {
    await database.requireIntact();
  } catch (error) {
    throw await withBackupHint(config.backupDir, anyStoreErrorOf(error, 'Database'));
  }
}
