import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  auditHeadPath,
  readAuditHead,
  writeAuditHead,
} from '../../../../src/adapters/database/sqlite/auditHead.ts';
import { storeErrorOf } from '../../../../src/adapters/database/sqlite/storeError.ts';
import { openStores } from '../../../../src/commands/world.ts';
import { temporaryFolder, temporarySqlite } from '../../../support/stores.ts';

describe('a disk that is full', () => {
  it('is the error of a transaction that SQLite itself has rolled back', async () => {
    const { database } = await temporarySqlite();
    const full = new Driver.SqliteError('database or disk is full', 'SQLITE_FULL');
    const work = database.queries.transaction().execute(async () => {
      database.driver.exec('ROLLBACK');
      throw full;
    });
    await expect(work).rejects.toBe(full);
    expect(database.driver.inTransaction).toBe(false);
  });

  it('does not keep a rollback from undoing the rest', async () => {
    const { database } = await temporarySqlite();
    const work = database.queries.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('trader')
        .values({ name: 'NET001', base_limit: null, risk_capital: null })
        .execute();
      throw new Error('something else');
    });
    await expect(work).rejects.toThrow('something else');
    expect(database.driver.prepare('SELECT count(*) FROM trader').pluck().get()).toBe(0);
  });

  it('without space for the shared memory file is reported as full', () => {
    const error = new Driver.SqliteError('disk I/O error', 'SQLITE_IOERR_SHMSIZE');
    expect(storeErrorOf(error)).toMatchObject({ code: 'database_full' });
  });

  it('does not undo the work where the head of the audit trail cannot be recorded; the next opening records it', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const stores = await openStores(path);
    const before = readAuditHead(path);
    const aside = `${auditHeadPath(path)}.${process.pid}.part`;
    mkdirSync(aside);
    await stores.roster.set({ trader: 'NET001', desk: 'one' });
    await stores.database.close();
    expect(readAuditHead(path)).toEqual(before);
    rmdirSync(aside);
    await (await openStores(path)).database.close();
    expect(readAuditHead(path)).not.toEqual(before);
  });

  it('leaves no half-written record of the head', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'daybreak.db');
    mkdirSync(auditHeadPath(path));
    expect(() => writeAuditHead(path, { sequence: 1, hash: 'a'.repeat(64) })).toThrow();
    expect(readdirSync(folder)).toEqual(['daybreak.db.audit-head']);
  });
});
