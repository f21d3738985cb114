import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import {
  appendAudit,
  createAuditTrail,
  verifyAudit,
} from '../../../../src/adapters/database/store/auditTrail.ts';
import { eventually } from '../../../support/eventually.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';
import { temporaryFolder } from '../../../support/stores.ts';

const at = new Date('2026-03-03T10:00:00.000Z');

/** What a host with this folder finds, after it has added some entries. */
async function visit(url: string, folder: string, entries = 0) {
  const database = await openPostgres(url, join(folder, 'data', 'postgres.audit-head'));
  try {
    for (let n = 0; n < entries; n++) await createAuditTrail(database).record('run', `entry ${n}`, {}, at);
    return await verifyAudit(database);
  } finally {
    await database.close();
  }
}

const headOf = (folder: string) => readFileSync(join(folder, 'data', 'postgres.audit-head'), 'utf8');

/** Removes the entries from a number on, as an administrator of the server can. */
const cut = (url: string, from: number) =>
  asSuperuser(
    `SET session_replication_role = replica; DELETE FROM audit_entry WHERE sequence >= ${from}`,
    url,
  );

describe.skipIf(!hasPostgres)('the record of the audit head of a server', () => {
  it('is kept by each host, and begins with the head that the host finds', async () => {
    const [url, first, second] = [await temporaryPostgres(), temporaryFolder(), temporaryFolder()];
    await visit(url, first, 3);
    expect(await visit(url, second)).toMatchObject({ entries: 3, fault: null });
    expect(headOf(second)).toBe(headOf(first));
    await visit(url, second, 2);
    expect(headOf(second)).toMatch(/^5 [0-9a-f]{64}\n$/);
    expect(await visit(url, first)).toMatchObject({ entries: 5, fault: null });
  });

  it('finds that the server lost its last entries, however often the store is opened', async () => {
    const [url, folder] = [await temporaryPostgres(), temporaryFolder()];
    await visit(url, folder, 4);
    await cut(url, 3);
    const lost = { sequence: 3, found: 'an end after entry 2', expected: 'entries through 4' };
    for (let opening = 0; opening < 2; opening++) expect((await visit(url, folder)).fault).toEqual(lost);
    // Two other entries make the trail as long as before.
    expect((await visit(url, folder, 2)).fault).toMatchObject({
      found: 'another entry than the recorded one',
    });
  });

  it('goes on after a restore that names the head which it replaced, and only from that head', async () => {
    const [url, folder] = [await temporaryPostgres(), temporaryFolder()];
    await visit(url, folder, 4);
    const [sequence, hash] = headOf(folder).trim().split(' ');
    await cut(url, 3);
    const database = await openPostgres(url);
    const replacedHead = { sequence: Number(sequence), hash: hash ?? '' };
    await createAuditTrail(database).record('restore', 'a.dump', { replacedHead }, at);
    await database.close();
    expect((await visit(url, folder)).fault).toBeNull();
    expect(headOf(folder)).toMatch(/^3 /);
    writeFileSync(join(folder, 'data', 'postgres.audit-head'), `4 ${'a'.repeat(64)}\n`);
    expect((await visit(url, folder)).fault).toMatchObject({ expected: 'entries through 4' });
  });

  it('has each entry of a transaction when the transaction returns, so a killed process loses none', async () => {
    const [url, folder] = [await temporaryPostgres(), temporaryFolder()];
    const database = await openPostgres(url, join(folder, 'data', 'postgres.audit-head'));
    onTestFinished(() => database.close());
    for (const last of [1, 2, 3]) {
      await createAuditTrail(database).record('run', `entry ${last}`, {}, at);
      expect(headOf(folder)).toMatch(new RegExp(`^${last} `));
    }
    await cut(url, 3);
    expect(await verifyAudit(database)).toMatchObject({ fault: { expected: 'entries through 3' } });
  });

  it('has the last entry of many transactions of traders within a second or two', async () => {
    const [url, folder] = [await temporaryPostgres(), temporaryFolder()];
    const database = await openPostgres(url, join(folder, 'data', 'postgres.audit-head'));
    onTestFinished(() => database.close());
    const traders = ['NET001', 'NET002', 'NET003', 'NET004'];
    const entry = (trader: string) =>
      database.traderTransaction(trader, (open) => appendAudit(open, 'run', trader, {}, at));
    await Promise.all(traders.map(entry));
    await eventually(() => expect(headOf(folder)).toMatch(/^4 /));
  });

  it('that is unreadable stays as it is, and is reported', async () => {
    const [url, folder] = [await temporaryPostgres(), temporaryFolder()];
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'postgres.audit-head'), 'five\n');
    expect((await visit(url, folder, 1)).fault?.found).toBe('an unreadable record of the head');
    expect(headOf(folder)).toBe('five\n');
  });
});
