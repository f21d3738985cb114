import { expect, it } from 'vitest';
import { jsonItems, jsonText } from '../../../../src/adapters/database/sqlDialect.ts';
import { storedSymbols } from '../../../../src/adapters/database/store/rosterFacts.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, storedFills, temporaryStores, testsPostgres } from '../../../support/stores.ts';

/** By their bytes: a collation for people would put "a" first and "_" before the letters. */
const SYMBOLS = ['A', 'B', 'Z.A', '_', 'a', 'b', 'é'];

it('symbols are listed by their bytes', async () => {
  const { database, ...stores } = await temporaryStores();
  const fills = SYMBOLS.toReversed().map((symbol) => storedFill({ symbol }));
  await append({ database, ...stores }, fills);
  expect(await storedSymbols(database.connection, database.fillBlocks)).toEqual(SYMBOLS);
});

it('texts inside JSON order by their bytes', async () => {
  const { database } = await temporaryStores();
  const { connection, dialect } = database;
  const list = JSON.stringify(SYMBOLS.toReversed());
  const items = jsonItems(dialect, 'CAST(? AS text)', [], 'own');
  expect(await connection.values(`SELECT own.value FROM ${items} ORDER BY own.value`, list)).toEqual(SYMBOLS);
  const place = jsonText(dialect, 'own.value', ['name']);
  const objects = JSON.stringify(SYMBOLS.toReversed().map((name) => JSON.stringify({ name })));
  expect(await connection.values(`SELECT ${place} FROM ${items} ORDER BY ${place}`, objects)).toEqual(
    SYMBOLS,
  );
});

it.skipIf(!testsPostgres)('the character NUL is refused by name, and nothing is stored', async () => {
  const stores = await temporaryStores();
  const refused = { code: 'not_text', message: expect.stringContaining('the character NUL in "O\\u00001"') };
  await expect(append(stores, [storedFill({ orderId: 'O\u00001' })])).rejects.toMatchObject(refused);
  expect(await storedFills(stores, 'NET001', '2026-03-02').catch(String)).toMatch('not on the roster');
  await expect(stores.roster.set({ trader: 'O\u00001' })).rejects.toMatchObject(refused);
  expect(await stores.roster.all()).toEqual([]);
});
