import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

async function opened(url: string) {
  const store = await openPostgres(url);
  onTestFinished(() => store.close());
  return store;
}

async function temporaryStore() {
  return opened(await temporaryPostgres());
}

describe.skipIf(!hasPostgres)('a store on Postgres', () => {
  it('gives back numbers, texts and bytes to the last bit', async () => {
    const { connection } = await temporaryStore();
    const doubles = [0.1 + 0.2, -0, 1e-7, 1e21, 5e-324, 1.7976931348623157e308, 123456789.12345678];
    for (const value of doubles) {
      const stored = await connection.value<number>('SELECT CAST(? AS double precision)', value);
      expect(Object.is(stored, value), `${value}`).toBe(true);
    }
    const bytes = Buffer.from([0, 1, 255, 39, 92]);
    expect(
      await connection.get(
        `SELECT CAST(:bytes AS bytea) AS bytes, CAST(:text AS text) AS text, CAST(:none AS text) AS none,
                CAST('2026-03-02' AS date) AS date, 2 > 1 AS truth, count(*) AS "countOf" FROM trader`,
        { bytes, text: `O'Hara :x ? "é" 😀`, none: null },
      ),
    ).toEqual({ bytes, text: `O'Hara :x ? "é" 😀`, none: null, date: '2026-03-02', truth: 1, countOf: 0 });
  });

  it('stores NaN as null, as SQLite does', async () => {
    const { connection } = await temporaryStore();
    expect(await connection.value('SELECT CAST(? AS double precision)', Number.NaN)).toBeNull();
  });

  it('returns sums as numbers, and refuses one that a double cannot hold', async () => {
    const { connection } = await temporaryStore();
    const sum = 'SELECT sum(value) FROM (SELECT CAST(:a AS bigint) AS value UNION ALL SELECT :b) AS two';
    expect(await connection.value(sum, { a: 40, b: 2 })).toBe(42);
    await expect(connection.value(sum, { a: 2 ** 53 - 1, b: 1 })).rejects.toMatchObject({
      code: 'stored_json',
    });
    await expect(connection.value('SELECT CAST(0.5 AS numeric)')).rejects.toMatchObject({
      code: 'stored_json',
    });
  });

  it('stores all of a transaction or nothing', async () => {
    const store = await temporaryStore();
    const add = 'INSERT INTO multiplier (pattern, multiplier) VALUES (?, ?)';
    await store.transaction(({ connection }) => connection.run(add, 'ES', 50));
    const failed = store.transaction(async ({ connection, queries }) => {
      await connection.run(add, 'NQ', 20);
      await queries.insertInto('multiplier').values({ pattern: 'CL', multiplier: 1000 }).execute();
      expect(await store.queries.selectFrom('multiplier').selectAll().execute().catch(String)).toMatch(
        /inside its own transaction/,
      );
      throw new Error('stopped');
    });
    await expect(failed).rejects.toThrow('stopped');
    expect(await store.connection.all('SELECT * FROM multiplier')).toEqual([
      { pattern: 'ES', multiplier: 50 },
    ]);
  });

  it('refuses the store inside its own transaction, and a transaction after its end', async () => {
    const store = await temporaryStore();
    const inside = store.transaction(() => store.connection.value('SELECT 1'));
    await expect(inside).rejects.toThrow('used inside its own transaction');
    const nested = store.transaction(() => store.transaction(async () => 1));
    await expect(nested).rejects.toThrow('used inside its own transaction');
    const leaked = await store.transaction(async (transaction) => transaction);
    await expect(leaked.connection.run('DELETE FROM multiplier')).rejects.toThrow('after its end');
    const lent = await store.withConnection((connection) => connection);
    await expect(lent.value('SELECT 1')).rejects.toThrow('after its end');
    expect(await store.connection.value('SELECT 1')).toBe(1);
  });

  it('runs one transaction at a time, in one process and in two', async () => {
    const url = await temporaryPostgres();
    const [one, other] = [await opened(url), await opened(url)];
    await one.connection.run("INSERT INTO store_fact (name, value) VALUES ('count', '0')");
    const increment = (store: typeof one) =>
      store.transaction(async ({ connection }) => {
        const value = await connection.value<string>("SELECT value FROM store_fact WHERE name = 'count'");
        await connection.run(
          "UPDATE store_fact SET value = ? WHERE name = 'count'",
          String(Number(value) + 1),
        );
      });
    await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index % 2 === 0 ? one : other)));
    expect(await one.connection.value("SELECT value FROM store_fact WHERE name = 'count'")).toBe('40');
  });

  it('waits 5 seconds for another writer, then says that the database is locked', async () => {
    const url = await temporaryPostgres();
    const [one, other] = [await opened(url), await opened(url)];
    await one.transaction(async () => {
      await expect(other.transaction(async () => 1)).rejects.toMatchObject({
        code: 'database_locked',
        retryable: true,
      });
      // A connection that failed to begin is free again.
      expect(await other.connection.value('SELECT 1')).toBe(1);
    });
    expect(await other.transaction(async ({ connection }) => connection.value('SELECT 2'))).toBe(2);
  });

  it('sends a batch in order, counts its rows, and stores nothing of a batch that fails', async () => {
    const store = await temporaryStore();
    const add = 'INSERT INTO multiplier (pattern, multiplier) VALUES (:pattern, :multiplier)';
    const rows = Array.from({ length: 2_500 }, (_, index) => ({ pattern: `P${index}`, multiplier: index }));
    const count = await store.transaction(({ connection }) =>
      connection.runEach(
        add,
        rows.map((row) => [row] as const),
      ),
    );
    expect(count).toBe(2_500);
    const failed = store.transaction(({ connection }) =>
      connection.runEach(add, [[{ pattern: 'new', multiplier: 1 }], [{ pattern: 'P1', multiplier: 1 }]]),
    );
    await expect(failed).rejects.toThrow(/duplicate key/);
    expect(await store.connection.value('SELECT count(*) FROM multiplier')).toBe(2_500);
    expect(await store.transaction(({ connection }) => connection.runEach(add, []))).toBe(0);
  });

  it('reads a snapshot at one point in time', async () => {
    const url = await temporaryPostgres();
    const [one, other] = [await opened(url), await opened(url)];
    const count = 'SELECT count(*) FROM multiplier';
    await one.snapshot(async (connection) => {
      expect(await connection.value(count)).toBe(0);
      await other.connection.run("INSERT INTO multiplier (pattern, multiplier) VALUES ('ES', 50)");
      expect(await connection.value(count)).toBe(0);
    });
    expect(await one.connection.value(count)).toBe(1);
  });

  it('orders texts by their bytes, whatever the collation of the database is', async () => {
    const { connection } = await temporaryStore();
    const names = ['b', 'B', 'a', 'Z', 'é', '_', '10', '9'];
    await connection.runEach(
      'INSERT INTO multiplier (pattern, multiplier) VALUES (?, 1)',
      names.map((n) => [n]),
    );
    expect(await connection.values('SELECT pattern FROM multiplier ORDER BY pattern')).toEqual(
      names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  it('numbers rows without gaps, as SQLite does', async () => {
    const store = await temporaryStore();
    const add = 'INSERT INTO trader (name) VALUES (?), (?) ON CONFLICT (name) DO NOTHING';
    await store.connection.run(add, 'A', 'B');
    await store.connection.run(add, 'A', 'B');
    await store
      .transaction(async ({ connection }) => {
        await connection.run(add, 'C', 'D');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await store.connection.run(add, 'E', 'F');
    expect(await store.connection.rows('SELECT id, name FROM trader ORDER BY id')).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'E'],
      [4, 'F'],
    ]);
  });
});
