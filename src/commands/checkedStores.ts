import { newestGoodBackup } from '../adapters/backup/verifyBackup.ts';
import { requireIntact } from '../adapters/database/sqlite/integrity.ts';
import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { StoreError } from '../shared/errors.ts';
import { openStores, type Stores, type World } from './world.ts';

/**
 * Opens the stores of the desk and lets SQLite check every page: a morning must not decide on damaged data.
 * @throws StoreError. If the database is damaged, its hint names the newest good backup.
 */
export async function openCheckedStores(world: World): Promise<Stores> {
  try {
    const stores = await openStores(world.config.dbPath);
    try {
      await requireIntact(stores.database);
      return stores;
    } catch (error) {
      await stores.database.close();
      throw error;
    }
  } catch (error) {
    throw await withBackupHint(world, anyStoreErrorOf(error, 'Database'));
  }
}

/** Checks stores that are already open. @throws StoreError as openCheckedStores does. */
export async function requireCheckedStores(world: World, { database }: Stores): Promise<void> {
  try {
    await requireIntact(database);
  } catch (error) {
    throw await withBackupHint(world, anyStoreErrorOf(error, 'Database'));
  }
}

/**
 * Returns the error with a hint that names the newest good backup, if the error is about a damaged database.
 */
export async function withBackupHint({ config }: World, error: StoreError): Promise<StoreError> {
  if (error.code !== 'database_damaged' && error.code !== 'database_not_one') return error;
  const backup = await newestGoodBackup(config.backupDir);
  return new StoreError(error.code, error.message, {
    hint:
      backup === null
        ? `There is no good backup in ${config.backupDir}. Move the file away, import or backfill the fills again, and import the roster from a copy.`
        : `Do not use this file. \`npm run restore -- ${backup} --force\` replaces it with the newest good backup and keeps it under another name.`,
    cause: error,
  });
}
