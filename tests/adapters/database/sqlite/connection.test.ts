import { expect, it, vi } from 'vitest';
import { createIngest } from '../../../../src/adapters/database/store/fillIngest.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, temporarySqlite } from '../../../support/stores.ts';

it('a transaction that SQLite has rolled back writes nothing more', async () => {
  const stores = await temporarySqlite();
  await append(stores, [storedFill()]);
  const work = stores.ledger.transaction(async (ledger) => {
    stores.database.driver.exec('ROLLBACK');
    await ledger.settle('NET001', ['2026-03-02']);
  });
  await expect(work).rejects.toThrow('rolled back');
  expect(await stores.ledger.stale()).toHaveLength(1);
});

it('a plan opens no transaction, and a stream that was staged on disk leaves nothing there', async () => {
  const { database } = await temporarySqlite();
  const ingest = await createIngest(database, { wholeRange: null, mostInMemory: 1 });
  for (const fill of [storedFill(), storedFill()]) await ingest.add([fill]);
  const staged = () => database.connection.value('SELECT count(*) FROM temp.staged_fills');
  await ingest.plan();
  expect(database.driver.inTransaction).toBe(false);
  expect(await staged()).toBeGreaterThan(0);
  await ingest.commit();
  expect(await staged()).toBe(0);
});

it('a statement is prepared once, and the oldest of more than 500 texts again', async () => {
  const { database } = await temporarySqlite();
  const prepare = vi.spyOn(database.driver, 'prepare');
  const prepared = (text: string) => prepare.mock.calls.filter(([sql]) => sql.includes(text)).length;
  const query = () => database.queries.selectFrom('multiplier').select('pattern').execute();
  for (let time = 0; time < 3; time++) await query();
  expect(prepared('from "multiplier"')).toBe(1);
  for (let at = 0; at < 501; at++) await database.connection.get(`SELECT ${at}`);
  expect(await query()).toEqual([]);
  expect(prepared('from "multiplier"')).toBe(2);
});
