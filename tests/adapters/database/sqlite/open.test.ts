import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrationStatus } from '../../../../src/adapters/database/sqlite/migrate.ts';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import { StoreError } from '../../../../src/shared/errors.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, temporaryFolder, temporarySqlite } from '../../../support/stores.ts';

describe('the database file', () => {
  it('and its write-ahead log are readable by their owner only, whatever the umask', async () => {
    const before = process.umask(0o000);
    try {
      const path = join(temporaryFolder(), 'daybreak.db');
      await append(await temporarySqlite(path), [storedFill()]);
      expect(
        ['', '-wal', '-shm'].map((suffix) => (statSync(path + suffix).mode & 0o777).toString(8)),
      ).toEqual(['600', '600', '600']);
    } finally {
      process.umask(before);
    }
  });

  it('that other users could read loses that permission when it is opened', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    await (await openDatabase(path)).close();
    chmodSync(path, 0o644);
    await (await openDatabase(path)).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('uses a write-ahead log and has all migrations', async () => {
    const { database } = await temporarySqlite();
    expect(database.driver.pragma('journal_mode', { simple: true })).toBe('wal');
    expect((await migrationStatus(database.queries)).every(({ appliedAt }) => appliedAt !== null)).toBe(true);
  });

  it('that is not a database is refused and stays unchanged', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    writeFileSync(path, 'this is not a database, but it is somebody’s file\n'.repeat(100));
    const before = readFileSync(path);
    await expect(openDatabase(path)).rejects.toThrow(StoreError);
    expect(readFileSync(path)).toEqual(before);
  });

  it('of a newer version is refused with a hint', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const newer = await openDatabase(path);
    newer.driver.prepare("INSERT INTO kysely_migration VALUES ('2099-01-01-later', '2099-01-01')").run();
    await newer.close();
    await expect(openDatabase(path)).rejects.toMatchObject({
      code: 'migration_failed',
      hint: expect.stringContaining('newer version'),
    });
  });
});
