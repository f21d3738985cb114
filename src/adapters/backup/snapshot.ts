import Driver from 'better-sqlite3';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import type { RowCounts } from './manifest.ts';

/** Checks that an unpacked file is a database of Daybreak. @throws DaybreakError where it is not. */
export type InspectDatabase = (path: string, where: string) => Promise<void>;

/**
 * Pages copied without a pause: 8 MB at SQLite's default page size, so that other work can run in between.
 */
const PAGES_A_STEP = 2048;

/**
 * Copies a database that other processes may write, as of one point in time, and counts its rows at that
 * point. A read transaction fixes the point; without it, SQLite would restart the copy at every write of
 * another process.
 */
export async function snapshot(databasePath: string, to: string, progress: Progress): Promise<RowCounts> {
  const driver = new Driver(databasePath, { readonly: true, fileMustExist: true });
  try {
    driver.exec('BEGIN');
    const rows = countRows(driver);
    await copy(driver, to, progress);
    driver.exec('COMMIT');
    return rows;
  } finally {
    driver.close();
  }
}

/**
 * Checks a copy and counts the rows of its tables. The schema comes first: nothing is read from a foreign
 * table.
 * @throws StoreError when SQLite finds damage; whatever `inspect` throws.
 */
export async function checkedRowCounts(
  path: string,
  name: string,
  inspect: InspectDatabase,
): Promise<RowCounts> {
  try {
    await inspect(path, `Backup ${name}`);
    return intactRowCounts(path, name);
  } catch (error) {
    const isDriverError = error instanceof Driver.SqliteError;
    throw isDriverError ? damaged(name, error.message) : error;
  }
}

function intactRowCounts(path: string, name: string): RowCounts {
  const driver = new Driver(path, { fileMustExist: true });
  try {
    // The copy is in WAL mode like its original. DELETE mode reads it without creating files next to it.
    driver.pragma('journal_mode = DELETE');
    const found = driver.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw damaged(name, String(found));
    return countRows(driver);
  } finally {
    driver.close();
  }
}

async function copy(driver: Driver.Database, to: string, progress: Progress): Promise<void> {
  let copied = 0;
  const pages = driver.pragma('page_count', { simple: true }) as number;
  progress.start('copying the database', pages);
  try {
    await driver.backup(to, {
      progress({ totalPages, remainingPages }) {
        progress.advance(totalPages - remainingPages - copied);
        copied = totalPages - remainingPages;
        return PAGES_A_STEP;
      },
    });
  } finally {
    progress.finish();
  }
}

function countRows(driver: Driver.Database): RowCounts {
  const tables = driver
    .prepare<[], string>(
      String.raw`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
    )
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => [
      table,
      driver
        .prepare<[], number>(`SELECT count(*) FROM ${quoted(table)}`)
        .pluck()
        .get() ?? 0,
    ]),
  );
}

/** A name of another program can hold a quote. */
function quoted(table: string): string {
  return `"${table.replaceAll('"', '""')}"`;
}

function damaged(name: string, found: string): StoreError {
  return new StoreError('backup_damaged', `Backup ${name} · found ${found} · expected an intact database`, {
    hint: 'Use another backup: `npm run backup -- --verify` names the newest good one.',
  });
}
