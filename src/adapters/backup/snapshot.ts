import Driver from 'better-sqlite3';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import type { RowCounts } from './backupFiles.ts';

/** 8 MB at SQLite's usual page size: long enough to be quick, short enough that other work gets its turn. */
const PAGES_A_STEP = 2048;

/**
 * Copies a database that others may be writing, as it was at one instant, and counts its rows at that instant. The read
 * transaction held meanwhile pins the instant; without it every write of another process would begin the copy anew.
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
 * Rows by table of a finished copy that SQLite finds whole.
 * @throws StoreError where it does not.
 */
export function countSoundRows(path: string, name: string): RowCounts {
  const driver = new Driver(path, { fileMustExist: true });
  try {
    // The copy says that it has a journal beside it, as its original has; a lone file is what is being looked at.
    driver.pragma('journal_mode = DELETE');
    const found = driver.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw damaged(name, String(found));
    return countRows(driver);
  } catch (error) {
    const isDriverError = error instanceof Driver.SqliteError;
    throw isDriverError ? damaged(name, error.message) : error;
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
      driver.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0,
    ]),
  );
}

function damaged(name: string, found: string): StoreError {
  return new StoreError('backup_damaged', `Backup ${name} · found ${found} · expected an intact database`, {
    hint: 'Take another backup: `npm run backup -- --verify` names the newest good one.',
  });
}
