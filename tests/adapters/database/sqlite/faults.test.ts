import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import { storeErrorOf } from '../../../../src/adapters/database/sqlite/storeError.ts';
import { backUp } from '../../../../src/commands/backup.ts';
import { openMorningDesk } from '../../../../src/commands/desk.ts';
import { InputError, StoreError } from '../../../../src/shared/errors.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, temporaryFolder, temporarySqlite } from '../../../support/stores.ts';
import { workplace } from '../../../support/workplace.ts';
import { fakeWorld } from '../../../support/world.ts';

/** A closed store with one fill, in the default folder of the product. */
async function desk() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  const path = join(folder, 'data', 'daybreak.db');
  const stores = await temporarySqlite(path);
  await append(stores, [storedFill()]);
  await stores.database.close();
  return { folder, path, ...fakeWorld({ DB_PATH: path }, '2026-03-03T10:00:00Z') };
}

/** The StoreError that this work fails with; null where it succeeds. */
async function errorOf(path: string, work: (driver: Driver.Database) => void): Promise<StoreError | null> {
  const { driver, close } = await openDatabase(path);
  try {
    work(driver);
    return null;
  } catch (error) {
    return storeErrorOf(error);
  } finally {
    await close();
  }
}

describe('a database that is locked', () => {
  it('is a retryable error that names the writer and what to do', async () => {
    const { path, folder } = await desk();
    const other = new Driver(path);
    other.exec("INSERT INTO run_lease VALUES ('2026-03-03', 1, 'host:42', '', '2999-01-01T00:00:00.000Z')");
    other.exec('BEGIN EXCLUSIVE');
    const error = await errorOf(path, (driver) => {
      driver.pragma('busy_timeout = 20');
      driver.exec("INSERT INTO trader (name) VALUES ('NET002')");
    });
    expect(error).toMatchObject({ code: 'database_locked', retryable: true });
    // The same from the command line, as the operator sees it.
    const { exitCode, stderr, stdout } = await workplace(folder).run(
      'roster',
      'set',
      'NET002',
      '--new',
      '--json',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'another process, probably the run of host:42, has been writing for more than 5 seconds (SQLITE_BUSY)',
    );
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'database_locked' });
    other.exec('ROLLBACK');
    expect(other.prepare("SELECT count(*) FROM trader WHERE name = 'NET002'").pluck().get()).toBe(0);
    other.close();
  });
});

describe('a database that is full', () => {
  it('keeps what was stored, and nothing of the failed transaction', async () => {
    const { path } = await desk();
    const error = await errorOf(path, (driver) => {
      const pages = driver.pragma('page_count', { simple: true }) as number;
      driver.pragma(`max_page_count = ${pages + 2}`);
      driver.transaction(() => {
        driver.exec("INSERT INTO trader (name) VALUES ('NET002')");
        driver.exec("INSERT INTO trader (name) VALUES (printf('%.100000c', 'x'))");
      })();
    });
    expect(error).toMatchObject({ code: 'database_full', message: expect.stringContaining('SQLITE_FULL') });
    const { database } = await temporarySqlite(path);
    const traders = database.driver.prepare("SELECT count(*) FROM trader WHERE name LIKE 'NET002'").pluck();
    expect(traders.get()).toBe(0);
    await expect(database.requireIntact()).resolves.toBeUndefined();
  });
});

describe('a database that cannot be written', () => {
  it('fails with what to check', async () => {
    const { path } = await desk();
    const error = await errorOf(path, (driver) => {
      driver.pragma('query_only = ON');
      driver.exec("INSERT INTO trader (name) VALUES ('NET002')");
    });
    expect(error).toMatchObject({ code: 'database_read_only' });
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path, { recursive: true })],
    ['below a file', (path: string) => writeFileSync(dirname(path), 'a file')],
  ])('that is %s fails with a StoreError', async (_, spoil) => {
    const path = join(temporaryFolder(), 'data', 'daybreak.db');
    spoil(path);
    await expect(openDatabase(path)).rejects.toThrow(StoreError);
  });
});

describe('a damaged database', () => {
  it.each([
    ['cut short', (path: string) => truncateSync(path, 4096 * 5)],
    ['with garbled pages', (path: string) => garble(path)],
    ['that is no longer a database', (path: string) => writeFileSync(path, 'x'.repeat(100_000))],
  ])('%s stops a morning, which names the newest good backup', async (_, spoil) => {
    const { path, world } = await desk();
    const { file } = await backUp(world);
    spoil(path);
    const bytes = readFileSync(path);
    await expect(openMorningDesk(world, '2026-03-04')).rejects.toMatchObject({
      code: expect.stringMatching(/^database_(damaged|not_one)$/),
      hint: expect.stringContaining(`npm run restore -- ${file} --force`),
    });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('without a backup reports that there is none', async () => {
    const { path, world } = await desk();
    garble(path);
    await expect(openMorningDesk(world, '2026-03-04')).rejects.toMatchObject({
      hint: expect.stringContaining('no good backup'),
    });
  });
});

describe('an error of the driver', () => {
  it.each([
    ['SQLITE_BUSY_SNAPSHOT', 'database_locked'],
    ['SQLITE_FULL', 'database_full'],
    ['SQLITE_IOERR_WRITE', 'database_full'],
    ['SQLITE_IOERR_READ', 'database_io'],
    ['SQLITE_READONLY_DIRECTORY', 'database_read_only'],
    ['SQLITE_CANTOPEN', 'database_read_only'],
    ['SQLITE_CORRUPT_VTAB', 'database_damaged'],
    ['SQLITE_NOTADB', 'database_not_one'],
  ])('%s becomes %s', (code, expected) => {
    expect(storeErrorOf(new Driver.SqliteError('as SQLite says', code))).toMatchObject({
      code: expected,
      message: expect.stringMatching(/^Database · .+ · expected /),
    });
  });

  it('is the only error that is translated', () => {
    expect(storeErrorOf(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBeNull();
    const ours = Object.assign(new InputError('not_csv', '', { hint: '' }), { code: 'SQLITE_FULL' });
    expect(storeErrorOf(ours)).toBeNull();
    expect(storeErrorOf(new Driver.SqliteError('no such column', 'SQLITE_ERROR'))).toBeNull();
    expect(storeErrorOf('SQLITE_FULL')).toBeNull();
  });
});

/** Destroys all but the header and the schema, so that the file still opens. */
function garble(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096 * 20);
  writeFileSync(path, bytes);
}
