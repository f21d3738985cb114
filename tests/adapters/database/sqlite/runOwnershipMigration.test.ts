import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import * as initial from '../../../../src/adapters/database/migrations/sqlite/2026-11-21-initial.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { temporaryFolder, temporarySqlite } from '../../../support/stores.ts';

/** A database of the first version with a mail in each status. */
async function firstVersion(path: string): Promise<void> {
  const driver = new Driver(path);
  const queries = new Kysely<unknown>({ dialect: new SqliteDialect({ database: driver }) });
  const migrations = { '2026-11-21-initial': initial };
  await new Migrator({ db: queries, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  const insert = driver.prepare(`
    INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, attempts, expires_at, queued_at)
    VALUES ('2026-03-03', 'morning', ?, ?, ?, ?, 1, '2026-03-03T14:25:00.000Z', '2026-03-03T10:00:00.000Z')`);
  for (const status of ['sent', 'claimed', 'pending'])
    insert.run(`${status}@desk`, `<${status}>`, Buffer.from(status), status);
  await queries.destroy();
}

describe('a database of the first version', () => {
  it('keeps its mails; a claimed mail counts as one that may have arrived', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    await firstVersion(path);
    const stores = await temporarySqlite(path);
    const lease = await leaseOf(stores, '2026-03-03');
    const now = new Date('2026-03-03T10:05:00Z');
    await stores.outbox.recover(lease, now);
    const claims = [1, 2, 3].map(() => stores.outbox.claim(lease, 'morning', now));
    expect(
      (await Promise.all(claims)).map(
        (mail) => mail && [mail.messageId, `${mail.bytes}`, mail.ambiguousTries],
      ),
    ).toEqual([['<claimed>', 'claimed', 1], ['<pending>', 'pending', 0], null]);
  });
});
