import { expect, it } from 'vitest';
import { auditBody } from '../../../../src/adapters/database/auditChain.ts';
import { jsonItems, jsonText } from '../../../../src/adapters/database/sqlDialect.ts';
import {
  auditEntries,
  createAuditTrail,
  verifyAudit,
} from '../../../../src/adapters/database/store/auditTrail.ts';
import { storedSymbols } from '../../../../src/adapters/database/store/rosterFacts.ts';
import { storedFill } from '../../../support/fill.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { append, storedFills, temporaryStores } from '../../../support/stores.ts';

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

it('the character NUL is refused by name, and nothing is stored', async () => {
  const stores = await temporaryStores();
  const refused = { code: 'not_text', message: expect.stringContaining('the character NUL in "O\\u00001"') };
  await expect(append(stores, [storedFill({ orderId: 'O\u00001' })])).rejects.toMatchObject(refused);
  expect(await storedFills(stores, 'NET001', '2026-03-02').catch(String)).toMatch('not on the roster');
  await expect(stores.roster.set({ trader: 'O\u00001' })).rejects.toMatchObject(refused);
  expect(await stores.roster.all()).toEqual([]);
});

const refused = { code: 'not_text', message: expect.stringContaining('the character NUL') };
const at = new Date('2026-03-03T10:00:00Z');

it('the character NUL is refused inside JSON too, which Postgres could not read as JSON afterwards', async () => {
  const { database, sizingForecasts } = await temporaryStores();
  const trail = createAuditTrail(database);
  for (const body of [{ note: 'a\u0000b' }, { '\u0000': 1 }, { list: [{ of: '\\\u0000' }] }])
    await expect(trail.record('limit', 'NET001', body, at)).rejects.toMatchObject(refused);
  const forecast = { traders: [], tailMultiple: 1, note: 'a\u0000b' };
  await expect(sizingForecasts.save('2026-03-03', forecast)).rejects.toMatchObject(refused);
  expect(await database.connection.value('SELECT count(*) FROM audit_entry')).toBe(0);
});

it('a text that spells the escape of NUL with a backslash of its own is stored and read as it is', async () => {
  const { database } = await temporaryStores();
  const note = String.raw`C:\u0000 and \\u0000`;
  await createAuditTrail(database).record('limit', 'NET001', { note }, at);
  const [entry] = await auditEntries(database, undefined, undefined);
  expect(entry && auditBody(entry)).toEqual({ note });
  expect((await verifyAudit(database)).fault).toBeNull();
  const place = jsonText(database.dialect, 'body', ['note']);
  expect(await database.connection.value(`SELECT ${place} FROM audit_entry`)).toBe(note);
});

it('the error of a step is stored whatever it holds, with NUL as its code point', async () => {
  const stores = await temporaryStores();
  const lease = await leaseOf(stores, '2026-03-03');
  await stores.runs.begin(lease, 'fetch', at);
  await stores.runs.failed(lease, 'fetch', at, 'the source sent a\u0000b');
  expect(await stores.runs.steps('2026-03-03')).toMatchObject([{ error: 'the source sent a<U+0000>b' }]);
});
