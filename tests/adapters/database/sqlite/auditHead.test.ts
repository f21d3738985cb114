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
  createAuditTrail,
  verifyAudit,
} from '../../../../src/adapters/database/store/auditTrail.ts';
import { temporaryFolder } from '../../../support/stores.ts';

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

it('an entry of the audit trail cannot be replaced', async () => {
  const driver = new Driver(await fiveEntries());
  const replace = "REPLACE INTO audit_entry VALUES (5, '', 'roster', '', '{}', 'x', 'y')";
  expect(() => driver.exec(replace)).toThrow('the audit trail only grows');
  driver.close();
});

describe('verifying finds', () => {
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
