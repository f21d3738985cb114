import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createAuditTrail } from '../../src/adapters/database/store/auditTrail.ts';
import { expireAfterRestore } from '../../src/adapters/database/store/expireAfterRestore.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';
import { auditCommand } from '../../src/commands/audit.ts';
import type { NewAccessKey } from '../../src/ports/accessKeys.ts';
import { limitEvent, newOverride } from '../support/limits.ts';
import { releasedStore } from '../support/releasedStore.ts';
import { temporarySqlite } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const newKeyOfAnn: NewAccessKey = {
  id: '0a1b2c3d4e',
  owner: 'ann',
  scope: 'read',
  secretHash: 'ours',
  createdAt: new Date('2026-03-03T12:00:00Z'),
  createdBy: 'op',
  expiresAt: null,
};

const MANAGER = '2025-12-11 morning manager@desk.example';

/** A desk of release 0.2.0 with a mailed morning, changed by another program. */
async function findingsAfter(...statements: string[]) {
  const path = releasedStore('0.2.0');
  const { world, documents, lines } = fakeWorld({ DB_PATH: path }, '2026-11-28T22:00:00Z');
  // Opened once before: the change comes after the upgrade.
  expect(await auditCommand(world, { verify: true, json: true })).toBe(0);
  const driver = new Driver(path);
  for (const statement of statements) driver.exec(statement);
  driver.close();
  const exitCode = await auditCommand(world, { verify: true, json: true });
  const [, { findings, fault }] = documents as { findings: object[]; fault: unknown }[] as [
    unknown,
    { findings: object[]; fault: unknown },
  ];
  const asText = auditCommand(world, { verify: true, json: false });
  return { exitCode, findings, fault, asText, lines };
}

describe('`audit --verify` reports', () => {
  it.each([
    [
      'a limit of a decision that was changed',
      "UPDATE decision SET new_limit = 2000 WHERE trader = 'TILT'",
      { table: 'decision', key: '2025-12-11 TILT', trail: 'newLimit 800', found: 'newLimit 2000' },
    ],
    [
      'the stored detail of a decision that was changed',
      `UPDATE decision SET detail = json_set(detail, '$.newLimit', 2000) WHERE trader = 'TILT'`,
      {
        table: 'decision',
        key: '2025-12-11 TILT',
        trail: 'newLimit 800',
        found: 'in its detail, newLimit 2000',
      },
    ],
    [
      'a decision that was removed',
      "DELETE FROM decision WHERE trader = 'TILT'",
      {
        table: 'decision',
        key: '2025-12-11 TILT',
        trail: expect.stringContaining('cut, limit 2000 → 800'),
        found: 'no row',
      },
    ],
    [
      'a decision that was added',
      `INSERT INTO decision SELECT '2025-12-10', trader, engine, action, tier, base_limit, new_limit, reduction_pct,
         confidence, detail, decided_at, revision FROM decision WHERE trader = 'TILT'`,
      {
        table: 'decision',
        key: '2025-12-10 TILT',
        trail: expect.stringContaining('no decision of'),
        found: expect.stringContaining('"newLimit":800'),
      },
    ],
    [
      'a replaced decision that was added',
      `INSERT INTO replaced_decision SELECT session_date, trader, '2026-01-01', engine, detail, '2026-01-01', 0 FROM decision
         WHERE trader = 'TILT'`,
      {
        table: 'replaced_decision',
        key: '2025-12-11 TILT',
        trail: 'no decision of 2026-01-01',
        found: 'a decision of engine rules',
      },
    ],
    [
      'bytes of a mail that were changed',
      "UPDATE outbox SET bytes = x'00' WHERE recipient LIKE 'manager%'",
      {
        table: 'outbox',
        key: MANAGER,
        trail: expect.stringContaining('sha256 "'),
        found: expect.stringContaining('sha256 "6e340b9c'),
      },
    ],
    [
      'a sent mail whose row is gone',
      "DELETE FROM outbox WHERE recipient LIKE 'manager%'",
      { table: 'outbox', key: MANAGER, trail: expect.stringMatching(/^<.*> sent$/), found: 'no row' },
    ],
    [
      'a sent mail that waits again',
      "UPDATE outbox SET status = 'pending' WHERE recipient LIKE 'manager%'",
      { table: 'outbox', key: MANAGER, trail: 'status sent', found: 'status pending' },
    ],
    [
      'a mail that is said to be sent',
      "UPDATE outbox SET status = 'sent' WHERE recipient LIKE 'gone%'",
      {
        table: 'outbox',
        key: '2025-12-11 morning gone@desk.example',
        trail: 'status refused',
        found: 'status sent',
      },
    ],
    [
      'a recipient that was changed',
      "UPDATE outbox SET recipient = 'other@desk.example' WHERE recipient LIKE 'manager%'",
      {
        table: 'outbox',
        key: '2025-12-11 morning other@desk.example',
        trail: 'recipient "manager@desk.example"',
        found: 'recipient "other@desk.example"',
      },
    ],
    [
      'a sent mail without an entry',
      `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
         VALUES ('2025-12-10', 'morning', 'x@desk', '<x>', x'00', 'sent', '2026-01-01', '2025-12-10')`,
      { table: 'outbox', key: '2025-12-10 morning x@desk', trail: 'no such mail', found: '<x> sent' },
    ],
    [
      'a limit of a trader that was changed',
      "UPDATE trader SET base_limit = 99999 WHERE name = 'SWING'",
      { table: 'trader', key: 'SWING', trail: 'baseLimit 2600', found: 'baseLimit 99999' },
    ],
    [
      'a limit of a trader who never got one',
      "UPDATE trader SET base_limit = 99999 WHERE name = 'STATUS_01'",
      { table: 'trader', key: 'STATUS_01', trail: 'baseLimit null', found: 'baseLimit 99999' },
    ],
    [
      'a trader who was switched off',
      "UPDATE trader SET active = 0 WHERE name = 'TILT'",
      { table: 'trader', key: 'TILT', trail: 'active true', found: 'active false' },
    ],
    [
      'an account that was moved',
      "UPDATE account SET trader_id = (SELECT id FROM trader WHERE name = 'TILT') WHERE code = 'MEAN_01B'",
      { table: 'account', key: 'MEAN', trail: 'accounts MEAN_01, MEAN_01B', found: 'accounts MEAN_01' },
    ],
    [
      'a multiplier that was changed',
      'UPDATE multiplier SET multiplier = 5',
      { table: 'multiplier', key: 'ES*', trail: '50', found: '5' },
    ],
    [
      'a multiplier without an entry',
      "INSERT INTO multiplier VALUES ('NQ*', 20)",
      { table: 'multiplier', key: 'NQ*', trail: 'no entry', found: '20' },
    ],
    [
      'a step of a morning that was removed',
      "DELETE FROM run_step WHERE step = 'send'",
      { table: 'run_step', key: '2025-12-11 send', trail: 'done', found: 'no row' },
    ],
    [
      'a trigger that was removed',
      'DROP TRIGGER audit_entry_never_changes',
      {
        table: 'sqlite_schema',
        key: 'trigger audit_entry_never_changes',
        trail: 'trigger audit_entry_never_changes on audit_entry',
        found: 'no trigger audit_entry_never_changes',
      },
    ],
    [
      'a trigger that was added',
      'CREATE TRIGGER evil AFTER INSERT ON outbox BEGIN SELECT 1; END',
      {
        table: 'sqlite_schema',
        key: 'trigger evil',
        trail: 'none',
        found: "a trigger evil on outbox that is not Daybreak's",
      },
    ],
  ])('%s', async (_, statement, finding) => {
    const { exitCode, findings, fault, asText } = await findingsAfter(statement);
    expect(findings).toContainEqual(finding);
    expect([exitCode, fault]).toEqual([1, null]);
    await expect(asText).rejects.toMatchObject({ code: 'audit_mismatch' });
  });

  it.each([
    [
      'a changed reason',
      "UPDATE acceptance SET reason = 'other'",
      { table: 'acceptance', key: '2026-03-02 NET001', trail: 'reason "split"', found: 'reason "other"' },
    ],
    [
      'an acceptance that is gone',
      'DELETE FROM acceptance',
      { table: 'acceptance', key: '2026-03-02 NET001', trail: 'accepted by ann: split', found: 'no row' },
    ],
    [
      'an acceptance without an entry',
      "INSERT INTO acceptance VALUES ('NET002', '2026-03-02', 'mine', 'eve', '2026-03-03', '{}')",
      { table: 'acceptance', key: '2026-03-02 NET002', trail: 'no entry', found: 'accepted by eve: mine' },
    ],
    [
      'a session without trading that is gone',
      'DELETE FROM no_trading',
      { table: 'no_trading', key: '2026-03-03', trail: 'accepted by ann: storm', found: 'no row' },
    ],
    [
      'a restore that is gone',
      'DELETE FROM restored_backup',
      { table: 'restored_backup', key: '2026-03-04T10:00:00.000Z', trail: 'a restore', found: 'no row' },
    ],
  ])('%s', async (_, statement, finding) => {
    const { database, acceptances } = await temporarySqlite();
    const at = new Date('2026-03-04T10:00:00.000Z');
    const common = { reason: 'split', by: 'ann', at };
    const covers = { netPnl: 1, doubts: [] };
    await acceptances.accept({ trader: 'NET001', sessionDate: '2026-03-02', ...common, covers });
    await acceptances.acceptNoTrading({ sessionDate: '2026-03-03', ...common, reason: 'storm' });
    await expireAfterRestore(database, at);
    await createAuditTrail(database).record('restore', 'a backup', {}, at);
    expect(await verifyTables(database)).toEqual({ findings: [], isCut: false });
    database.driver.exec(statement);
    expect((await verifyTables(database)).findings).toEqual([finding]);
  });

  it.each([
    [
      'a changed amount of a limit event',
      'UPDATE limit_event SET dollars = 9000',
      {
        table: 'limit_event',
        key: '2026-03-03 NET001, number 1',
        trail: 'dollars 3000',
        found: 'dollars 9000',
      },
    ],
    [
      'a limit event that is gone',
      'DELETE FROM limit_event',
      {
        table: 'limit_event',
        key: '2026-03-03 NET001, number 1',
        trail: 'set 3000 by ann',
        found: 'no row',
      },
    ],
    [
      'a limit event without an entry',
      `INSERT INTO limit_event (kind, session_date, recorded_at, recorded_by, through)
         VALUES ('unknown', '2026-03-04', '2026-03-04', 'eve', 'restore')`,
      {
        table: 'limit_event',
        key: '2026-03-04 every trader, number 2',
        trail: 'no entry',
        found: 'unknown by eve',
      },
    ],
    [
      'an override that approved itself',
      "UPDATE limit_override SET approved_by = 'eve', dollars = 9000",
      {
        table: 'limit_override',
        key: 'number 1, NET001',
        trail: 'dollars 4000, approvedBy null',
        found: 'dollars 9000, approvedBy "eve"',
      },
    ],
    [
      'an override that is gone',
      'DELETE FROM limit_override',
      {
        table: 'limit_override',
        key: 'number 1, NET001',
        trail: '4000 for 2026-03-03 to 2026-03-03 by ann',
        found: 'no row',
      },
    ],
    [
      'an override without an entry',
      `INSERT INTO limit_override (trader, dollars, first_session, last_session, reason, given_by, given_at, base_limit, renewals)
         VALUES ('NET002', 1, '2026-03-03', '2026-03-03', 'hedged', 'eve', '2026-03-03', 2, 0)`,
      {
        table: 'limit_override',
        key: 'number 2, NET002',
        trail: 'no entry',
        found: '1 for 2026-03-03 to 2026-03-03 by eve',
      },
    ],
    [
      'a key with a wider scope and another secret',
      "UPDATE access_key SET scope = 'operate', secret_hash = 'theirs'",
      {
        table: 'access_key',
        key: '0a1b2c3d4e, ann',
        trail: expect.stringMatching(/^scope "read", keySha256 "[0-9a-f]{64}"$/),
        found: expect.stringMatching(/^scope "operate", keySha256 "[0-9a-f]{64}"$/),
      },
    ],
    [
      'a key without an entry',
      `INSERT INTO access_key (id, owner, scope, secret_hash, created_at, created_by)
         VALUES ('ffffffffff', 'eve', 'operate', 'x', '2026-03-03', 'eve')`,
      { table: 'access_key', key: 'ffffffffff, eve', trail: 'no entry', found: 'scope operate by eve' },
    ],
  ])('%s', async (_, statement, finding) => {
    const { database, limits, keys } = await temporarySqlite();
    await keys.add(newKeyOfAnn);
    await limits.record([limitEvent()]);
    await limits.addOverride(newOverride());
    const stranger = new Driver(database.driver.name);
    stranger.exec(statement);
    stranger.close();
    expect((await verifyTables(database)).findings).toEqual([finding]);
  });

  it('a limit that was changed by hand before the operator changed it', async () => {
    const { database, roster } = await temporarySqlite();
    await roster.set({ trader: 'NET001', baseLimit: 4000, accounts: ['A1'] });
    database.driver.exec('UPDATE trader SET base_limit = 9000');
    await roster.set({ trader: 'NET001', baseLimit: 5000 });
    expect((await verifyTables(database)).findings).toEqual([
      {
        table: 'trader',
        key: 'NET001',
        trail: 'baseLimit 4000',
        found: 'baseLimit 9000 when entry 2 was written',
      },
    ]);
  });

  it('nothing where the roster was changed in every way that it can be', async () => {
    const { database, roster } = await temporarySqlite();
    await roster.set({ trader: 'NET001', baseLimit: 4000 });
    await roster.learnAccounts([{ id: '7', name: 'A7', firstTraded: null, lastTraded: null }]);
    await roster.set({ trader: 'NET001', accounts: ['A7', 'A9'] });
    await roster.renameAccounts([{ id: '7', name: 'A8', firstTraded: null, lastTraded: null }]);
    await roster.learnAccounts([{ id: '8', name: 'NET001', firstTraded: null, lastTraded: null }]);
    await roster.set({ trader: 'NET002', accounts: ['A9'], active: false });
    await roster.set({ trader: 'NET001', desk: 'options' });
    await roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    await roster.setMultiplier({ pattern: 'ES*', multiplier: 5 });
    expect(await verifyTables(database)).toEqual({ findings: [], isCut: false });
  });

  it('every row, as text too', async () => {
    const { findings, asText, lines } = await findingsAfter('DELETE FROM decision');
    expect(findings).toHaveLength(7);
    await expect(asText).rejects.toThrow(/and 6 more$/);
    expect(lines[0]).toContain('2025-12-11 TILT');
    expect(lines[0]).toContain('no row');
  });
});
