import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { auditHeadPath } from '../../../../src/adapters/database/sqlite/auditHead.ts';
import { openDatabase } from '../../../../src/adapters/database/sqlite/open.ts';
import {
  PreparedStatements,
  SqliteConnection,
} from '../../../../src/adapters/database/sqlite/sqliteConnection.ts';
import {
  appendAudit,
  auditEntries,
  createAuditTrail,
  verifyAudit,
} from '../../../../src/adapters/database/store/auditTrail.ts';
import { temporaryFolder, temporarySqlite } from '../../../support/stores.ts';

const at = new Date('2026-03-03T10:00:00.000Z');
const triggers = [
  'audit_entry_never_changes',
  'audit_entry_never_goes',
  'audit_entry_follows_the_last',
] as const;

/** A closed database with five entries. */
async function fiveEntries(): Promise<string> {
  const path = join(temporaryFolder(), 'daybreak.db');
  const database = await openDatabase(path);
  const trail = createAuditTrail(database);
  for (const n of [1, 2, 3, 4, 5])
    await trail.record('roster', `NET00${n}`, { limit: n * 1000, by: 'hand' }, at);
  await database.close();
  return path;
}

async function verdictOf(path: string) {
  const database = await openDatabase(path);
  try {
    return await verifyAudit(database);
  } finally {
    await database.close();
  }
}

/** What someone with the file and sqlite3 can do. */
function tamper(path: string, ...statements: string[]): void {
  const driver = new Driver(path);
  for (const trigger of triggers) driver.exec(`DROP TRIGGER ${trigger}`);
  for (const statement of statements) driver.exec(statement);
  driver.close();
}

describe('the audit trail', () => {
  it('is a chain of hashes that can be recomputed', async () => {
    const { database } = await temporarySqlite();
    await createAuditTrail(database).record('gate', 'ridge', { to: 'rules', from: 'ridge', lower: 0.1 }, at);
    const hash = createHash('sha256')
      .update('0'.repeat(64))
      .update(
        '{"at":"2026-03-03T10:00:00.000Z","body":{"from":"ridge","lower":0.1,"to":"rules"},"kind":"gate","sequence":1,"subject":"ridge"}',
      )
      .digest('hex');
    expect(await auditEntries(database, undefined, undefined)).toEqual([
      {
        sequence: 1,
        at: '2026-03-03T10:00:00.000Z',
        kind: 'gate',
        subject: 'ridge',
        body: '{"from":"ridge","lower":0.1,"to":"rules"}',
        previous_hash: '0'.repeat(64),
        hash,
      },
    ]);
  });

  it('is valid after any number of openings, and when it is empty', async () => {
    const path = await fiveEntries();
    for (let opening = 0; opening < 3; opening++)
      expect(await verdictOf(path)).toMatchObject({ entries: 5, head: { sequence: 5 }, fault: null });
    expect(await verdictOf(join(temporaryFolder(), 'new.db'))).toMatchObject({ entries: 0, fault: null });
  });

  it('is rolled back with the transaction that wrote the entry', async () => {
    const { database } = await temporarySqlite();
    const failing = database.transaction(async (open) => {
      await appendAudit(open, 'decision', 'NET001', {}, at);
      throw new Error('the decision could not be stored');
    });
    await expect(failing).rejects.toThrow('could not be stored');
    expect(await verifyAudit(database)).toMatchObject({ entries: 0, fault: null });
  });

  it('refuses an entry after the end of its transaction', async () => {
    const { database } = await temporarySqlite();
    const ended = await database.transaction(async (open) => open);
    await expect(appendAudit(ended, 'run', 'alone', {}, at)).rejects.toThrow('after its end');
    expect(await verifyAudit(database)).toMatchObject({ entries: 0, fault: null });
  });

  it('does not fork when two connections write in turn', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const [one, two] = [await temporarySqlite(path), await temporarySqlite(path)];
    for (let n = 0; n < 20; n++) {
      await createAuditTrail(one.database).record('run', `one ${n}`, {}, at);
      await createAuditTrail(two.database).record('run', `two ${n}`, {}, at);
    }
    expect(await verifyAudit(one.database)).toMatchObject({ entries: 40, fault: null });
  });

  it('refuses an entry written on a view of the chain that is out of date', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const [one, two] = [await temporarySqlite(path), await temporarySqlite(path)];
    const outdated = one.database.snapshot(async (connection) => {
      await connection.value('SELECT count(*) FROM audit_entry');
      await createAuditTrail(two.database).record('run', 'two', {}, at);
      await appendAudit({ connection }, 'run', 'one', {}, at);
    });
    await expect(outdated).rejects.toThrow(/locked/);
    expect(await verifyAudit(one.database)).toMatchObject({ entries: 1, fault: null });
  });

  it.each([
    ['UPDATE', "UPDATE audit_entry SET body = '{}' WHERE sequence = 2"],
    ['DELETE', 'DELETE FROM audit_entry WHERE sequence = 5'],
    ['REPLACE', "REPLACE INTO audit_entry VALUES (5, '', 'roster', '', '{}', 'x', 'y')"],
    ['INSERT that leaves a gap', "INSERT INTO audit_entry VALUES (9, '', 'roster', '', '{}', 'x', 'y')"],
    ['INSERT that forks', "INSERT INTO audit_entry VALUES (6, '', 'roster', '', '{}', 'x', 'y')"],
  ])('refuses %s', async (_, statement) => {
    const driver = new Driver(await fiveEntries());
    expect(() => driver.exec(statement)).toThrow('the audit trail only grows');
    driver.close();
  });
});

describe('verifying finds', () => {
  it.each([
    [
      'a body that was edited',
      3,
      ['UPDATE audit_entry SET body = \'{"by":"hand","limit":9}\' WHERE sequence = 3'],
    ],
    [
      'a body with a space more',
      3,
      ["UPDATE audit_entry SET body = replace(body, ',', ', ') WHERE sequence = 3"],
    ],
    ['a body that is no JSON', 3, ["UPDATE audit_entry SET body = 'x' WHERE sequence = 3"]],
    [
      'a time that was edited',
      2,
      ["UPDATE audit_entry SET at = '2026-03-04T10:00:00.000Z' WHERE sequence = 2"],
    ],
    ['a subject that was edited', 1, ["UPDATE audit_entry SET subject = 'NET009' WHERE sequence = 1"]],
    ['a kind that was edited', 5, ["UPDATE audit_entry SET kind = 'mail' WHERE sequence = 5"]],
    ['a hash that was edited', 4, [`UPDATE audit_entry SET hash = '${'a'.repeat(64)}' WHERE sequence = 4`]],
    [
      'a link that was edited',
      4,
      [`UPDATE audit_entry SET previous_hash = '${'a'.repeat(64)}' WHERE sequence = 4`],
    ],
    ['an entry deleted in the middle', 3, ['DELETE FROM audit_entry WHERE sequence = 3']],
    ['the first entry deleted', 1, ['DELETE FROM audit_entry WHERE sequence = 1']],
    ['the last entry deleted', 5, ['DELETE FROM audit_entry WHERE sequence = 5']],
    ['every entry deleted', 1, ['DELETE FROM audit_entry']],
    [
      'two entries that changed places',
      2,
      [
        'UPDATE audit_entry SET sequence = 99 WHERE sequence = 2',
        'UPDATE audit_entry SET sequence = 2 WHERE sequence = 3',
        'UPDATE audit_entry SET sequence = 3 WHERE sequence = 99',
      ],
    ],
    [
      'an entry deleted and the later ones renumbered',
      3,
      [
        'DELETE FROM audit_entry WHERE sequence = 3',
        'UPDATE audit_entry SET sequence = sequence - 1 WHERE sequence > 3',
      ],
    ],
  ] as const)('finds %s', async (_, sequence, statements) => {
    const path = await fiveEntries();
    tamper(path, ...statements);
    expect((await verdictOf(path)).fault?.sequence).toBe(sequence);
    // And again: opening must not record the head of the forged chain.
    expect((await verdictOf(path)).fault?.sequence).toBe(sequence);
  });

  it('a tail that was cut off and replaced, although the new chain is valid by itself', async () => {
    const path = await fiveEntries();
    tamper(path, 'DELETE FROM audit_entry WHERE sequence >= 4');
    const driver = new Driver(path);
    const connection = new SqliteConnection(new PreparedStatements(driver), () => undefined);
    for (const limit of [1, 2, 3]) await appendAudit({ connection }, 'roster', 'NET004', { limit }, at);
    driver.close();
    expect((await verdictOf(path)).fault).toMatchObject({
      sequence: 5,
      found: 'another entry than the recorded one',
    });
  });

  it.each([
    ['was deleted', (path: string) => rmSync(auditHeadPath(path)), 'no record'],
    ['was garbled', (path: string) => writeFileSync(auditHeadPath(path), 'five\n'), 'an unreadable record'],
  ])('a record of the head that %s', async (_, spoil, found) => {
    const path = await fiveEntries();
    spoil(path);
    expect((await verdictOf(path)).fault?.found).toContain(found);
  });
});

describe('the record of the head', () => {
  it('is readable by its owner only and names the last entry', async () => {
    const path = await fiveEntries();
    expect(statSync(auditHeadPath(path)).mode & 0o777).toBe(0o600);
    expect(readFileSync(auditHeadPath(path), 'utf8')).toMatch(/^5 [0-9a-f]{64}\n$/);
  });

  it('moves forward after a crash, because its entry is still in the chain', async () => {
    const path = await fiveEntries();
    const earlier = `${path}.earlier`;
    copyFileSync(auditHeadPath(path), earlier);
    const database = await openDatabase(path);
    await createAuditTrail(database).record('run', '2026-03-03', { outcome: 'sent' }, at);
    await database.close();
    copyFileSync(earlier, auditHeadPath(path));
    expect(await verdictOf(path)).toMatchObject({ entries: 6, fault: null });
    expect(readFileSync(auditHeadPath(path), 'utf8')).toMatch(/^6 /);
  });
});
