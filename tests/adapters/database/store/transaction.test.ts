import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../../src/commands/world.ts';
import { storedFill } from '../../../support/fill.ts';
import { signal } from '../../../support/signal.ts';
import { sourceFiles } from '../../../support/sourceFiles.ts';
import { append, temporaryStores, testsPostgres } from '../../../support/stores.ts';

const trader = (name: string) => ({ name, base_limit: null, risk_capital: null });
const later = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** Every way to read the names of the roster. */
const readers: Readonly<Record<string, (stores: Stores) => Promise<readonly string[]>>> = {
  'a query': async ({ database }) =>
    (await database.queries.selectFrom('trader').select('name').execute()).map(({ name }) => name),
  'a statement': ({ database }) => database.connection.values('SELECT name FROM trader ORDER BY name'),
  'work with a connection': ({ database }) =>
    database.withConnection((connection) => connection.values('SELECT name FROM trader ORDER BY name')),
  'a port': async ({ roster }) => (await roster.all()).map(({ trader: name }) => name),
  'another transaction': ({ database }) =>
    database.transaction(({ connection }) => connection.values('SELECT name FROM trader ORDER BY name')),
};

/** SQLite has one connection, so every reader waits. On Postgres a reader sees what was committed before. */
const waits = (reader: string) => !testsPostgres || reader === 'another transaction';

/** Reads while a transaction is open, which then commits or fails. */
async function readDuringTransaction(read: (stores: Stores) => Promise<readonly string[]>, fails: boolean) {
  const stores = await temporaryStores();
  let hasRead = false;
  let hasReadInside = true;
  const started = signal();
  const writer = stores.database.transaction(async ({ queries }) => {
    await queries.insertInto('trader').values(trader('FIRST')).execute();
    started.resolve();
    await later();
    await queries.insertInto('trader').values(trader('SECOND')).execute();
    hasReadInside = hasRead;
    if (fails) throw new Error('rolled back');
  });
  await started.promise;
  const reader = read(stores).then((names) => {
    hasRead = true;
    return names;
  });
  const [written, names] = await Promise.allSettled([writer, reader]);
  expect(written.status).toBe(fails ? 'rejected' : 'fulfilled');
  return { names: names.status === 'fulfilled' ? names.value : names.reason, hasReadInside };
}

describe('while a transaction is open on a store', () => {
  it.each(Object.entries(readers))('%s reads all that it commits, or nothing', async (name, read) => {
    const { names, hasReadInside } = await readDuringTransaction(read, false);
    const all = ['FIRST', 'SECOND'];
    expect(waits(name) ? [all] : [[], all]).toContainEqual(names);
    if (waits(name)) expect(hasReadInside).toBe(false);
  });

  it.each(Object.entries(readers))('%s reads nothing that is rolled back', async (name, read) => {
    const { names, hasReadInside } = await readDuringTransaction(read, true);
    expect(names).toEqual([]);
    if (waits(name)) expect(hasReadInside).toBe(false);
  });

  it('a write of another task waits, and a rollback does not undo it', async () => {
    const { database, roster, runs } = await temporaryStores();
    const at = new Date('2026-03-03T10:00:00Z');
    const started = signal();
    const failing = database.transaction(async ({ queries }) => {
      await queries.insertInto('trader').values(trader('FIRST')).execute();
      started.resolve();
      await later();
      throw new Error('rolled back');
    });
    await started.promise;
    const others = [
      roster.set({ trader: 'OTHER' }),
      runs.acquire('2026-03-03', 'host:1:a', at, new Date('2026-03-03T10:01:00Z')),
    ];
    await expect(failing).rejects.toThrow('rolled back');
    await Promise.all(others);
    expect((await roster.all()).map(({ trader: name }) => name)).toEqual(['OTHER']);
    expect(await runs.acquire('2026-03-03', 'host:2:b', at, at)).toMatchObject({ kind: 'held' });
  });

  it('a statement that fails undoes all of it, across awaits', async () => {
    const { database, roster } = await temporaryStores();
    const work = database.transaction(async ({ queries }) => {
      await queries.insertInto('trader').values(trader('ONE')).execute();
      await later();
      await queries.insertInto('trader').values(trader('ONE')).execute();
    });
    await expect(work).rejects.toThrow(/unique constraint/i);
    expect(await roster.all()).toEqual([]);
  });
});

describe('work inside a transaction', () => {
  it.each(Object.entries(readers))('cannot join it by %s: that fails at once', async (_, read) => {
    const stores = await temporaryStores();
    const work = stores.ledger.transaction(async () => {
      await later();
      return read(stores);
    });
    await expect(work).rejects.toThrow('a store was used inside its own transaction');
    expect(await read(stores)).toEqual([]);
  });

  it('may use another store', async () => {
    const [one, other] = [await temporaryStores(), await temporaryStores()];
    await one.database.transaction(() => other.roster.set({ trader: 'OTHER' }));
    expect(await other.roster.all()).toHaveLength(1);
  });

  it('may leave a task behind that uses the store after the end', async () => {
    const { database, roster } = await temporaryStores();
    let left: Promise<unknown> = Promise.resolve();
    await database.transaction(async () => {
      left = later().then(() => roster.all());
    });
    await expect(left).resolves.toEqual([]);
  });

  it('has no transaction after the end', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill()]);
    const [ledger, transaction] = [
      await stores.ledger.transaction(async (open) => open),
      await stores.database.transaction(async (open) => open),
    ];
    await expect(ledger.settle('NET001', ['2026-03-02'])).rejects.toThrow('after its end');
    const late = async () => transaction.connection.run('DELETE FROM stale_day');
    await expect(late()).rejects.toThrow('after its end');
    await expect(transaction.queries.selectFrom('trader').selectAll().execute()).rejects.toThrow();
    expect(await stores.ledger.stale()).toHaveLength(1);
  });
});

describe('the code', () => {
  it('begins transactions in one place', () => {
    const begins =
      /driver\s*\.transaction\(|queries\s*\.transaction\(|exec\(\s*['"`](?:BEGIN|COMMIT|ROLLBACK)/;
    const files = sourceFiles('src').filter(({ text }) => begins.test(text));
    // A backup and a restore use a file that is not the store of this process.
    expect(files.map(({ path }) => path)).toEqual([
      'src/adapters/backup/databaseInUse.ts',
      'src/adapters/backup/snapshot.ts',
      // A copy of a desk reads and writes files that are not the store of this process.
      'src/adapters/database/copy/sqliteSide.ts',
      // The first and the last install triggers, and make a schema to compare with.
      'src/adapters/database/postgres/migrate.ts',
      'src/adapters/database/postgres/open.ts',
      'src/adapters/database/postgres/schemaDifferences.ts',
      'src/adapters/database/sqlite/oneConnection.ts',
    ]);
  });
});
