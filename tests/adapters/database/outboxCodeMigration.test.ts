import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import * as initial from '../../../src/adapters/database/migrations/sqlite/2026-11-21-initial.ts';
import * as learning from '../../../src/adapters/database/migrations/sqlite/2026-11-21-learning.ts';
import * as runOwnership from '../../../src/adapters/database/migrations/sqlite/2026-11-21-run-ownership.ts';
import * as trail from '../../../src/adapters/database/migrations/sqlite/2026-11-21-trail.ts';
import * as watch from '../../../src/adapters/database/migrations/sqlite/2026-11-21-watch.ts';
import { auditTables } from '../../../src/adapters/database/sqlite/auditedTables.ts';
import { noteAuditHead } from '../../../src/adapters/database/sqlite/auditHead.ts';
import { verifyAudit } from '../../../src/adapters/database/store/auditTrail.ts';
import { leaseOf } from '../../support/morningDesk.ts';
import { temporaryFolder, temporarySqlite } from '../../support/stores.ts';

const SESSION = '2026-03-03';
const before = {
  '2026-11-21-initial': initial,
  '2026-11-21-learning': learning,
  '2026-11-21-run-ownership': runOwnership,
  '2026-11-21-trail': trail,
  '2026-11-21-watch': watch,
};

/**
 * A store written before the outbox had a code: one mail sent, one pending alert, two audited rows and an
 * end.
 */
async function storeWithoutCodes(): Promise<string> {
  const path = join(temporaryFolder(), 'daybreak.db');
  const driver = new Driver(path);
  const queries = new Kysely<unknown>({ dialect: new SqliteDialect({ database: driver }) });
  await new Migrator({ db: queries, provider: { getMigrations: async () => before } }).migrateToLatest();
  // Tables that this version audits, and that version did not have.
  for (const table of [
    'limit_event',
    'limit_override',
    'access_key',
    'web_session',
    'unconfirmed_answer',
    'shadow_session',
  ])
    driver.exec(`CREATE TEMP TABLE ${table} (id)`);
  auditTables(driver);
  noteAuditHead(driver);
  const insert = driver.prepare(`
    INSERT INTO outbox (session_date, kind, sequence, recipient, message_id, bytes, status, expires_at, queued_at)
    VALUES ('${SESSION}', ?, ?, ?, ?, ?, 'pending', '2026-03-03T14:25:00.000Z', '2026-03-03T10:00:00.000Z')`);
  insert.run('morning', 0, 'ann@desk', '<morning>', Buffer.from('cuts'));
  insert.run('alert', 4_000_000_000, 'op@desk', '<alert>', Buffer.from('trouble'));
  driver
    .prepare(
      "UPDATE outbox SET status = 'sent', settled_at = '2026-03-03T10:01:00.000Z' WHERE kind = 'morning'",
    )
    .run();
  noteAuditHead(driver);
  await queries.destroy();
  return path;
}

describe('a store written before the outbox had a code', () => {
  it('keeps its mails and its audit trail, and its pending alert can be sent', async () => {
    const { outbox, database, runs } = await temporarySqlite(await storeWithoutCodes());
    const [morning] = await outbox.entries(SESSION, 'morning');
    expect(morning).toMatchObject({ recipient: 'ann@desk', messageId: '<morning>', status: 'sent' });
    expect(await verifyAudit(database)).toMatchObject({ entries: 3, fault: null });
    const now = new Date('2026-03-03T10:05:00Z');
    const claimed = await outbox.claim(await leaseOf({ runs }, SESSION), 'alert', now);
    expect(claimed).toMatchObject({ messageId: '<alert>', attempts: 1 });
    expect(`${claimed?.bytes}`).toBe('trouble');
  });

  it('audits the mails that are queued and settled after the migration', async () => {
    const { outbox, database, runs } = await temporarySqlite(await storeWithoutCodes());
    const lease = await leaseOf({ runs }, SESSION);
    const sealed = { recipient: 'op@desk', messageId: '<new>', bytes: Buffer.from('new') };
    const expiresAt = new Date('2026-03-03T21:00:00Z');
    await outbox.queue(lease, [{ kind: 'alert', code: 'source_login', sealed, expiresAt }], expiresAt);
    expect(await verifyAudit(database)).toMatchObject({ entries: 4, fault: null });
  });

  it('still refuses a second mail of one session, kind, sequence and recipient', async () => {
    const { outbox, runs } = await temporarySqlite(await storeWithoutCodes());
    const sealed = { recipient: 'ann@desk', messageId: '<again>', bytes: Buffer.from('again') };
    const expiresAt = new Date('2026-03-03T14:25:00Z');
    await outbox.queue(await leaseOf({ runs }, SESSION), [{ kind: 'morning', sealed, expiresAt }], expiresAt);
    expect((await outbox.entries(SESSION, 'morning')).map(({ messageId }) => messageId)).toEqual([
      '<morning>',
    ]);
  });
});
