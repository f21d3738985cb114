import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../scripts/simulation/fakes.ts';
import { updateLedger } from '../../../src/pipeline/updateLedger.ts';
import { storedFill } from '../../support/fill.ts';
import { releasedStore } from '../../support/releasedStore.ts';
import { append, storedFills, temporarySqlite } from '../../support/stores.ts';

/** Whole history of the store, as the ledger has it after an upgrade. */
async function upgraded(change: (driver: Driver.Database) => void = () => {}) {
  const path = releasedStore('0.2.0');
  const driver = new Driver(path);
  change(driver);
  driver.close();
  return temporarySqlite(path);
}
const sessionsOf = (stale: readonly { trader: string; sessions: readonly string[] }[], trader: string) =>
  stale.find((each) => each.trader === trader)?.sessions ?? [];

describe('the upgrade of a store of release 0.2.0', () => {
  it('records when it was, and the newest session that was stored then', async () => {
    const { fills } = await upgraded();
    expect(await fills.upgrade()).toEqual({ at: expect.any(Date), through: '2025-12-11' });
    expect(await fills.hasShortSides()).toBe(true);
  });

  it('is none for a new store', async () => {
    const { fills } = await temporarySqlite();
    expect(await fills.upgrade()).toBeNull();
    expect(await fills.hasShortSides()).toBe(false);
    expect(await fills.importsBeforeUpgrade()).toEqual([]);
  });

  it('finds short sides only where there are some', async () => {
    const { fills } = await upgraded((driver) =>
      driver.exec(
        "DELETE FROM fill_block WHERE account_id NOT IN (SELECT id FROM account WHERE code = 'CAN_01')",
      ),
    );
    expect(await fills.hasShortSides()).toBe(false);
  });

  it('computes days with cancelled fills again, and records the revisions', async () => {
    const stores = await upgraded();
    expect(sessionsOf(await stores.ledger.stale(), 'STATUS_01')).toContain('2025-09-02');
    await updateLedger({ ...stores, progress: noProgress });
    const revisions = await stores.ledger.revisions('2025-12-11', '2025-12-11');
    expect(revisions).toContainEqual({
      trader: 'STATUS_01',
      sessionDate: '2025-09-02',
      netBefore: expect.closeTo(-356, 6),
      netAfter: expect.closeTo(47, 6),
      added: 0,
      changed: 0,
      removed: 0,
    });
    expect(revisions.filter(({ trader }) => trader === 'STEADY')).toEqual([]);
    expect(await stores.ledger.stale()).toEqual([]);
  });

  it('computes days with an option or a future again, and the last 60 sessions', async () => {
    const stores = await upgraded((driver) =>
      driver.exec(`UPDATE fill_block SET texts = replace(texts, '"QRST"', '"\\\\CLF"')
        WHERE session_date = '2025-09-03'`),
    );
    const stale = await stores.ledger.stale();
    expect(sessionsOf(stale, 'OPTIONS')).toContain('2025-11-03');
    expect(sessionsOf(stale, 'CANADA')[0]).toBe('2025-09-03');
    expect(sessionsOf(stale, 'STEADY')).toHaveLength(60);
  });

  it('names pruned days with an option, and computes no other pruned day', async () => {
    const stores = await upgraded((driver) =>
      driver.exec(`INSERT INTO pruned_block
        SELECT account_id, session_date, fills, '', json_extract(texts, '$.symbols'), '2025-12-12T10:00:00.000Z'
          FROM fill_block WHERE session_date BETWEEN '2025-11-03' AND '2025-12-01';
        DELETE FROM fill_block WHERE session_date BETWEEN '2025-11-03' AND '2025-12-01'`),
    );
    const blocked = await stores.ledger.blocked();
    expect(sessionsOf(blocked, 'OPTIONS')).toContain('2025-11-03');
    expect(sessionsOf(blocked, 'STEADY')).toEqual([]);
    expect(sessionsOf(await stores.ledger.stale(), 'STEADY')).not.toContain('2025-11-03');
  });

  it('reads the currency of old fills as unknown, and learns it without a correction', async () => {
    const stores = await upgraded();
    await updateLedger({ ...stores, progress: noProgress });
    const [fill] = await storedFills(stores, 'STEADY', '2025-12-11');
    expect(fill).toMatchObject({ currency: '' });
    const again = storedFill({ ...fill, identity: firstIdentity(stores, 'STEADY_01'), currency: 'USD' });
    expect(await append(stores, [again])).toMatchObject({ inserted: 0, changed: 0, duplicates: 1 });
    expect((await storedFills(stores, 'STEADY', '2025-12-11'))[0]).toMatchObject({ currency: 'USD' });
    expect(sessionsOf(await stores.ledger.stale(), 'STEADY')).toEqual(['2025-12-11']);
  });

  it('lists the files to import again, until they are', async () => {
    const { fills } = await upgraded();
    const [first, second] = await fills.importsBeforeUpgrade();
    expect([first, second].map((each) => [each?.file, each?.rejected])).toEqual([
      ['fills.csv', 1],
      ['fills-2.csv', 0],
    ]);
    if (first !== undefined) await fills.recordImport({ ...first, importedAt: new Date('2099-01-01') });
    expect((await fills.importsBeforeUpgrade()).map(({ file }) => file)).toEqual(['fills-2.csv']);
  });
});

/** The identity of the first fill of an account on the last session. */
function firstIdentity({ database }: Awaited<ReturnType<typeof temporarySqlite>>, account: string): string {
  const row = database.driver
    .prepare<[string], string>(
      `SELECT json_extract(identities, '$[0]') FROM fill_block JOIN account ON account.id = account_id
        WHERE code = ? AND session_date = '2025-12-11'`,
    )
    .pluck()
    .get(account);
  return `P:${row}`;
}
