import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendAudit,
  auditEntries,
  createAuditTrail,
  verifyAudit,
} from '../../../../src/adapters/database/store/auditTrail.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import {
  asAnotherProgram,
  temporaryFolder,
  temporaryStores,
  testsPostgres,
} from '../../../support/stores.ts';

const at = new Date('2026-03-03T10:00:00.000Z');
const triggers = ['never_changes', 'never_goes', 'follows_the_last'];

/** A store with five entries. */
async function fiveEntries() {
  const path = join(temporaryFolder(), 'daybreak.db');
  const stores = await temporaryStores(path);
  const trail = createAuditTrail(stores.database);
  for (const n of [1, 2, 3, 4, 5])
    await trail.record('roster', `NET00${n}`, { limit: n * 1000, by: 'hand' }, at);
  // Closing records the head.
  await stores.database.close();
  return { ...(await temporaryStores(path)), path };
}

/** What someone can do who owns the file, or is a superuser of the server. */
async function tamper(stores: Stores, ...statements: string[]): Promise<void> {
  const drops = testsPostgres ? [] : triggers.map((name) => `DROP TRIGGER audit_entry_${name}`);
  await asAnotherProgram(stores, ...drops, ...statements);
}

describe('the audit trail', () => {
  it('is a chain of hashes that can be recomputed', async () => {
    const { database } = await temporaryStores();
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
    const path = join(temporaryFolder(), 'daybreak.db');
    const empty = await temporaryStores(path);
    expect(await verifyAudit(empty.database)).toMatchObject({ entries: 0, fault: null });
    for (const opening of [1, 2, 3]) {
      const { database } = await temporaryStores(path);
      await createAuditTrail(database).record('roster', 'NET001', { limit: opening }, at);
      expect(await verifyAudit(database)).toMatchObject({ entries: opening, head: { sequence: opening } });
      await database.close();
    }
    expect(await verifyAudit(empty.database)).toMatchObject({ entries: 3, fault: null });
  });

  it('is rolled back with the transaction that wrote the entry', async () => {
    const { database } = await temporaryStores();
    const failing = database.transaction(async (open) => {
      await appendAudit(open, 'decision', 'NET001', {}, at);
      throw new Error('the decision could not be stored');
    });
    await expect(failing).rejects.toThrow('could not be stored');
    expect(await verifyAudit(database)).toMatchObject({ entries: 0, fault: null });
  });

  it('refuses an entry after the end of its transaction', async () => {
    const { database } = await temporaryStores();
    const ended = await database.transaction(async (open) => open);
    await expect(appendAudit(ended, 'run', 'alone', {}, at)).rejects.toThrow('after its end');
    expect(await verifyAudit(database)).toMatchObject({ entries: 0, fault: null });
  });

  it('does not fork when two connections write in turn', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const [one, two] = [await temporaryStores(path), await temporaryStores(path)];
    for (let n = 0; n < 20; n++) {
      await createAuditTrail(one.database).record('run', `one ${n}`, {}, at);
      await createAuditTrail(two.database).record('run', `two ${n}`, {}, at);
    }
    expect(await verifyAudit(one.database)).toMatchObject({ entries: 40, fault: null });
  });

  it('refuses an entry written on a view of the chain that is out of date', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const [one, two] = [await temporaryStores(path), await temporaryStores(path)];
    const outdated = one.database.snapshot(async (connection) => {
      await connection.value('SELECT count(*) FROM audit_entry');
      await createAuditTrail(two.database).record('run', 'two', {}, at);
      await appendAudit({ connection }, 'run', 'one', {}, at);
    });
    await expect(outdated).rejects.toThrow(/locked|read-only/);
    expect(await verifyAudit(one.database)).toMatchObject({ entries: 1, fault: null });
  });

  it.each([
    ['UPDATE', "UPDATE audit_entry SET body = '{}' WHERE sequence = 2"],
    ['DELETE', 'DELETE FROM audit_entry WHERE sequence = 5'],
    ['INSERT that leaves a gap', "INSERT INTO audit_entry VALUES (9, '', 'roster', '', '{}', 'x', 'y')"],
    ['INSERT that forks', "INSERT INTO audit_entry VALUES (6, '', 'roster', '', '{}', 'x', 'y')"],
  ])('refuses %s', async (_, statement) => {
    const { database } = await fiveEntries();
    await expect(database.connection.run(statement)).rejects.toThrow('the audit trail only grows');
    expect(await verifyAudit(database)).toMatchObject({ entries: 5, fault: null });
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
    const stores = await fiveEntries();
    await tamper(stores, ...statements);
    expect((await verifyAudit(stores.database)).fault?.sequence).toBe(sequence);
    await stores.database.close();
    // And again: neither closing nor opening records the head of the forged chain.
    const { database } = await temporaryStores(stores.path);
    expect((await verifyAudit(database)).fault?.sequence).toBe(sequence);
  });
});
