import { newestGoodBackup } from '../adapters/backup/verifyBackup.ts';
import { requireSound } from '../adapters/database/sqlite/soundness.ts';
import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { StoreError } from '../shared/errors.ts';
import { openStores, type Stores, type World } from './world.ts';

/**
 * The desk's stores, once SQLite has looked at every page of them: a morning decides on what it reads.
 * @throws StoreError; where the database is damaged its hint names the newest good backup.
 */
export async function openCheckedStores(world: World): Promise<Stores> {
  try {
    const stores = await openStores(world.config.dbPath);
    try {
      requireSound(stores.database);
      return stores;
    } catch (error) {
      await stores.database.close();
      throw error;
    }
  } catch (error) {
    throw await withRemedy(world, anyStoreErrorOf(error, 'Database'));
  }
}

/** The same for stores that are open already. @throws StoreError */
export async function requireCheckedStores(world: World, { database }: Stores): Promise<void> {
  try {
    requireSound(database);
  } catch (error) {
    throw await withRemedy(world, anyStoreErrorOf(error, 'Database'));
  }
}

/** Names the newest good backup where the database is damaged. */
export async function withRemedy({ config }: World, error: StoreError): Promise<StoreError> {
  if (error.code !== 'database_damaged' && error.code !== 'database_not_one') return error;
  const backup = await newestGoodBackup(config.backupDir);
  return new StoreError(error.code, error.message, {
    hint:
      backup === null
        ? `There is no good backup in ${config.backupDir}. Move the file away, import or backfill anew, and take the roster from a copy.`
        : `Run nothing on it: \`npm run restore -- ${backup} --force\` puts the newest good backup in place and keeps this file aside.`,
    cause: error,
  });
}
