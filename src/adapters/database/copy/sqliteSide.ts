import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import Driver from 'better-sqlite3';
import { StoreError } from '../../../shared/errors.ts';
import { auditHeadPath } from '../sqlite/auditHead.ts';
import { migrationNames } from '../sqlite/migrate.ts';
import { openDatabase } from '../sqlite/open.ts';
import { PreparedStatements, SqliteConnection } from '../sqlite/sqliteConnection.ts';
import { sqliteFillBlocks } from '../sqlite/sqliteFillBlocks.ts';
import { anyStoreErrorOf } from '../sqlite/storeError.ts';
import { COPYING_SUFFIX } from '../unfinishedCopy.ts';
import { targetInTheWay } from './copyErrors.ts';
import type { CopySide, CopyTarget, TableShape } from './copySide.ts';
import { isCopied, PROGRESS_TABLE } from './copySide.ts';
import { verifyCopy } from './verifyCopy.ts';

/**
 * Opens a SQLite file to be read. It is not written, and shows one point in time until it is closed.
 * @throws StoreError where it is no database.
 */
export function openSqliteSource(path: string, now: () => Date): CopySide {
  if (!existsSync(path))
    throw new StoreError('no_database', `Database ${path} · found none · expected one to copy`, {
      hint: 'Check the path after sqlite:, for example sqlite:data/daybreak.db.',
    });
  try {
    const driver = new Driver(path, { readonly: true, fileMustExist: true });
    requireOurs(driver, path);
    driver.exec('BEGIN');
    return { ...sideOf(driver, path), now: async () => now().toISOString() };
  } catch (error) {
    throw anyStoreErrorOf(error, `Database ${path}`);
  }
}

/**
 * Creates a SQLite file to be filled, under a temporary name, or opens the one that an earlier copy left.
 * @throws StoreError `database_in_the_way` where there is a file at the path.
 */
export async function openSqliteTarget(path: string): Promise<CopyTarget> {
  if (existsSync(path)) throw targetInTheWay(path, 'a file', 'Choose another path, or move the file away.');
  const unfinished = resolve(`${path}${COPYING_SUFFIX}`);
  await (await openDatabase(unfinished)).close();
  const driver = new Driver(unfinished);
  driver.pragma('foreign_keys = OFF');
  driver.pragma('synchronous = FULL');
  const side = sideOf(driver, path);
  return {
    ...side,
    saveFills: (key, fills) => blocksOf(driver).save(side.connection, key, fills),
    async verify() {
      const database = await openDatabase(unfinished);
      await verifyCopy(database).finally(() => database.close());
    },
    async publish() {
      driver.exec(`DROP TABLE ${PROGRESS_TABLE}`);
      driver.pragma('wal_checkpoint(TRUNCATE)');
      driver.close();
      // A crash between the two leaves a record without a database, which the next run overwrites.
      renameSync(auditHeadPath(unfinished), auditHeadPath(path));
      renameSync(unfinished, path);
      for (const suffix of ['-wal', '-shm']) rmSync(unfinished + suffix, { force: true });
    },
  };
}

function requireOurs(driver: Driver.Database, path: string): void {
  const own = driver.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'").get();
  if (own !== undefined) return;
  driver.close();
  throw new StoreError(
    'database_not_one',
    `Database ${path} · found the tables of another program, or none · expected a Daybreak database`,
    { hint: 'Nothing was changed. Check the path after sqlite:.' },
  );
}

function sideOf(driver: Driver.Database, place: string): CopySide {
  const connection = new SqliteConnection(new PreparedStatements(driver), () => undefined);
  return {
    place,
    connection,
    expectedMigrations: migrationNames,
    shapes: async () => shapesOf(driver),
    migrations: () => connection.values<string>('SELECT name FROM kysely_migration ORDER BY name'),
    now: async () => new Date().toISOString(),
    loadFills: (key) => blocksOf(driver).load(connection, key, 'all'),
    close: async () => void driver.close(),
  };
}

function blocksOf(driver: Driver.Database) {
  return sqliteFillBlocks(driver, async (work) => work());
}

function shapesOf(driver: Driver.Database): readonly TableShape[] {
  const names = driver
    .prepare<[], string>(
      String.raw`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
    )
    .pluck()
    .all();
  return names.filter(isCopied).map((name) => {
    const columns = driver
      .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)')
      .all(name);
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    return { name, columns: columns.map((each) => each.name).sort(), key: key.map((each) => each.name) };
  });
}
