import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAuditHead } from '../../../../src/adapters/database/sqlite/auditHead.ts';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import { persist } from '../../../../src/adapters/database/sqlite/persist.ts';
import { createAuditTrail } from '../../../../src/adapters/database/store/auditTrail.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { temporaryFolder, temporarySqlite } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const at = new Date(`${SESSION}T10:00:00Z`);
const mail = {
  kind: 'morning' as const,
  sealed: { recipient: 'a@desk', messageId: '<a>', bytes: Buffer.from('to a') },
  expiresAt: new Date(`${SESSION}T14:25:00Z`),
};

/** The rows of a query on a copy of the database file, without its write-ahead log. */
function withoutLog(path: string, query: string): unknown {
  const copy = join(temporaryFolder(), 'copy.db');
  copyFileSync(path, copy);
  const driver = new Driver(copy);
  try {
    return driver.prepare(query).pluck().all();
  } finally {
    driver.close();
  }
}

/** A connection of another process that reads the present state until the test ends. */
function reader(path: string): void {
  const driver = new Driver(path);
  driver.exec('BEGIN; SELECT * FROM outbox');
  onTestFinished(() => void driver.close());
}

describe('what is persisted', () => {
  it('flushes every commit', async () => {
    const { database } = await temporarySqlite();
    const FULL = 2;
    expect(database.driver.pragma('synchronous', { simple: true })).toBe(FULL);
  });

  it('holds each change of a mail in the database file alone', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const stores = await temporarySqlite(path);
    const lease = await leaseOf(stores, SESSION);
    const status = () => withoutLog(path, 'SELECT status FROM outbox');
    await stores.outbox.queue(lease, [mail], at);
    expect(status()).toEqual(['pending']);
    const claimed = await stores.outbox.claim(lease, 'morning', at);
    expect(status()).toEqual(['claimed']);
    const sent = { status: 'sent', response: '250 ok', ambiguous: false, nextAttemptAt: null } as const;
    await stores.outbox.settle(lease, claimed?.id ?? 0, sent, at);
    expect(status()).toEqual(['sent']);
  });

  it('is not complete while a reader uses an older state', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const { database } = await temporarySqlite(path);
    await createAuditTrail(database).record('roster', 'NET001', {}, at);
    reader(path);
    await createAuditTrail(database).record('roster', 'NET001', {}, at);
    expect(persist(database.driver)).toBe(false);
  });

  it('is never behind the recorded head of the audit trail', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const record = async (isRead: boolean) => {
      const database = await openDatabase(path);
      await createAuditTrail(database).record('roster', 'NET001', {}, at);
      if (isRead) reader(path);
      await createAuditTrail(database).record('roster', 'NET001', {}, at);
      await database.close();
    };
    await record(false);
    expect(readAuditHead(path)).toMatchObject({ sequence: 2 });
    await record(true);
    // Entry 4 was written while the reader kept an older state.
    expect(readAuditHead(path)).toMatchObject({ sequence: 3 });
  });
});
