import { existsSync } from 'node:fs';
import { type DeskFiles, hasDatabase } from './deskDatabase.ts';
import { demoDatabasePath, type Stores, type World, withExistingStores } from './world.ts';

/** The files of the desk to show: its own, or on a new desk those of the demo desk where there are any. */
export async function deskToShow({ config, output }: World, json: boolean): Promise<DeskFiles> {
  const demo = demoDatabasePath(config);
  if ((await hasDatabase(config)) || !existsSync(demo)) return config;
  if (!json) output.line('The demo desk, since this desk has no database yet.');
  return { ...config, dbPath: demo, databaseUrl: null };
}

/**
 * As `withExistingStores`, for commands that only show: on a new desk they show the demo desk, if a dry run
 * has made one.
 * @throws StoreError `no_database` where there is neither.
 */
export async function withShownStores<T>(
  world: World,
  json: boolean,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  return withExistingStores(await deskToShow(world, json), work);
}
