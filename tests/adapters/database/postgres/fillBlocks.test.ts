import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FillColumns } from '../../../../src/adapters/database/fillColumns.ts';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { postgresFillBlocks } from '../../../../src/adapters/database/postgres/postgresFillBlocks.ts';
import type { Fill } from '../../../../src/domain/ledger/fill.ts';
import { storedFill } from '../../../support/fill.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

const key = { accountId: 1, account: 'NET001', sessionDate: '2026-03-02' };

async function desk(url?: string) {
  const store = await openPostgres(url ?? (await temporaryPostgres()));
  onTestFinished(() => store.close());
  await store.connection.run("INSERT INTO trader (name) VALUES ('Noor') ON CONFLICT (name) DO NOTHING");
  await store.connection.run(
    "INSERT INTO account (code, trader_id) VALUES ('NET001', 1) ON CONFLICT (code) DO NOTHING",
  );
  const blocks = postgresFillBlocks((work) => store.transaction(({ connection }) => work(connection)));
  return { store, blocks };
}

function columnsOf(fills: readonly Fill[]): FillColumns {
  const columns = new FillColumns();
  for (const fill of fills) columns.push(fill);
  return columns;
}

function fillsIn(columns: FillColumns | null, { account, sessionDate } = key): readonly Fill[] | null {
  return (
    columns && Array.from({ length: columns.length }, (_, place) => columns.at(place, account, sessionDate))
  );
}

async function save({ store, blocks }: Awaited<ReturnType<typeof desk>>, fills: readonly Fill[], of = key) {
  await store.transaction(({ connection }) => blocks.save(connection, of, columnsOf(fills)));
}

const text = fc.oneof(
  fc.constantFrom(
    '',
    '\\',
    '\\N',
    '\\.',
    '\t',
    'a\nb',
    '\r\n',
    '"',
    "'",
    'é',
    '😀',
    'null',
    '\u2028',
    '\u001f',
  ),
  fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
);
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const fill: fc.Arbitrary<Fill> = fc.record({
  account: fc.constant(key.account),
  sessionDate: fc.constant(key.sessionDate),
  secondOfDay: fc.option(fc.integer({ min: 0, max: 86_399 })),
  side: fc.constantFrom('B' as const, 'C' as const, 'S' as const, 'T' as const),
  quantity: double,
  price: double,
  fees: fc.oneof(double, fc.constant(-0)),
  symbol: text,
  currency: fc.constantFrom('', 'USD', 'EUR'),
  orderId: text,
  status: fc.constantFrom('', 'CXLD', 'x'),
  identity: fc.oneof(
    fc.integer({ min: 1 }).map((id) => `P:${id}`),
    text.map((id) => `N:${id}`),
  ),
  idDigest: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe.skipIf(!hasPostgres)('fills on Postgres', () => {
  it('come back in their order and to the last bit', async () => {
    const open = await desk();
    await fc.assert(
      fc.asyncProperty(fc.array(fill, { minLength: 1, maxLength: 60 }), async (fills) => {
        const columns = columnsOf(fills);
        await save(open, fills);
        const { connection } = open.store;
        expect(fillsIn(await open.blocks.load(connection, key, 'all'))).toEqual(fillsIn(columns));
        const ledger = await open.blocks.load(connection, key, 'ledger');
        expect(ledger?.counted('NET001', key.sessionDate)).toEqual(
          columns.counted('NET001', key.sessionDate),
        );
        const amounts = await open.blocks.load(connection, key, 'amounts');
        expect(amounts?.tradedAmounts()).toEqual(columns.tradedAmounts());
        expect(await open.blocks.hasCounted(connection, key)).toBe(
          columns.counted('NET001', key.sessionDate).length > 0,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('of more than one piece of COPY keep their order', async () => {
    const open = await desk();
    const fills = Array.from({ length: 10_000 }, (_, at) => storedFill({ price: at / 7, quantity: at + 1 }));
    await save(open, fills);
    expect(fillsIn(await open.blocks.load(open.store.connection, key, 'all'))).toEqual(fills);
  });

  it('are replaced as a whole, and removed', async () => {
    const open = await desk();
    const { connection } = open.store;
    await save(open, [storedFill(), storedFill({ symbol: 'X', currency: 'EUR' })]);
    const other = [storedFill({ symbol: 'Y' })];
    await save(open, other);
    expect(fillsIn(await open.blocks.load(connection, key, 'all'))).toEqual(other);
    expect(await connection.get('SELECT fills, symbols, currencies FROM fill_block')).toEqual({
      fills: 1,
      symbols: '["Y"]',
      currencies: '[]',
    });
    await open.store.transaction((transaction) => open.blocks.remove(transaction.connection, key));
    expect(await open.blocks.load(connection, key, 'all')).toBeNull();
    expect(await open.blocks.prints(connection, key)).toBeNull();
    expect(await open.blocks.hasCounted(connection, key)).toBe(false);
  });

  it('are stored whole or not at all', async () => {
    const open = await desk();
    const failed = open.store.transaction(async ({ connection }) => {
      await open.blocks.save(connection, key, columnsOf([storedFill()]));
      throw new Error('stopped');
    });
    await expect(failed).rejects.toThrow('stopped');
    expect(await open.store.connection.value('SELECT count(*) FROM fill')).toBe(0);
    const refused = open.store.transaction(({ connection }) =>
      open.blocks.save(connection, key, columnsOf([storedFill(), storedFill({ orderId: 'a\0b' })])),
    );
    await expect(refused).rejects.toMatchObject({ code: 'not_text' });
    await save(open, [storedFill()]);
    expect(await open.store.connection.value('SELECT count(*) FROM fill')).toBe(1);
  });

  it('have a partition for each month, which goes when its last fill does', async () => {
    const open = await desk();
    const { connection } = open.store;
    const partitions = () =>
      connection.values(
        "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relname !~ 'pkey' ORDER BY 1",
      );
    for (const sessionDate of ['2025-12-31', '2026-01-01', '2026-01-30'])
      await save(open, [storedFill({ sessionDate })], { ...key, sessionDate });
    expect(await partitions()).toEqual(['fill_2025_12', 'fill_2026_01']);
    await open.blocks.giveSpaceBack();
    expect(await partitions()).toEqual(['fill_2025_12', 'fill_2026_01']);
    await open.store.transaction((transaction) =>
      open.blocks.remove(transaction.connection, { ...key, sessionDate: '2025-12-31' }),
    );
    await open.blocks.giveSpaceBack();
    expect(await partitions()).toEqual(['fill_2026_01']);
    await save(open, [storedFill({ sessionDate: '2025-12-31' })], { ...key, sessionDate: '2025-12-31' });
    expect(await partitions()).toEqual(['fill_2025_12', 'fill_2026_01']);
  });

  it('can be stored in a month of their own while a backup reads the others', async () => {
    const url = await temporaryPostgres();
    const [open, backup] = [await desk(url), await desk(url)];
    await save(open, [storedFill()]);
    await backup.store.snapshot(async (connection) => {
      expect(await connection.value('SELECT count(*) FROM fill')).toBe(1);
      await save(open, [storedFill({ sessionDate: '2026-04-01' })], { ...key, sessionDate: '2026-04-01' });
    });
    expect(await open.store.connection.value('SELECT count(*) FROM fill')).toBe(2);
  });

  it.each([
    ['removed', 'DELETE FROM fill WHERE place = 1'],
    ['removed from the end', 'DELETE FROM fill WHERE place = 2'],
    ['all removed', 'DELETE FROM fill'],
    [
      'added',
      'INSERT INTO fill SELECT session_date, account_id, 9, null, side, quantity, symbol, price, fees, currency, order_id, status, identity, 0 FROM fill WHERE place = 0',
    ],
  ])('of which another program has %s a row are refused', async (_, statement) => {
    const url = await temporaryPostgres();
    const open = await desk(url);
    await save(open, [storedFill(), storedFill(), storedFill()]);
    await asSuperuser(statement, url);
    await expect(open.blocks.load(open.store.connection, key, 'ledger')).rejects.toMatchObject({
      code: 'database_damaged',
    });
  });

  it('are shown with names and times in the view fills', async () => {
    const url = await temporaryPostgres();
    const open = await desk(url);
    await save(open, [storedFill({ secondOfDay: 36_061, identity: 'P:7', orderId: 'O7' })]);
    expect(
      await asSuperuser(
        'SELECT trader, account, time_of_day::text, side, quantity, symbol, price, identity FROM fills',
        url,
      ),
    ).toEqual([
      {
        trader: 'Noor',
        account: 'NET001',
        time_of_day: '10:01:01',
        side: 'B',
        quantity: 100,
        symbol: 'AAPL',
        price: 10,
        identity: 'P:7',
      },
    ]);
  });

  it('have symbols and currencies that statements can join', async () => {
    const open = await desk();
    await save(open, [
      storedFill({ symbol: 'b', currency: 'EUR' }),
      storedFill({ symbol: 'B' }),
      storedFill({ symbol: 'b' }),
    ]);
    const { connection } = open.store;
    const listed = (items: string) =>
      connection.values(`SELECT item.value FROM fill_block, ${items} ORDER BY item.value COLLATE "C"`);
    expect(await listed(open.blocks.symbolsOfBlock('item'))).toEqual(['B', 'b']);
    expect(await listed(open.blocks.currenciesOfBlock('item'))).toEqual(['', 'EUR']);
  });

  it('that wait for their commit are kept on this host, in order', async () => {
    const { blocks, store } = await desk();
    const stage = blocks.openStage();
    const parts = [[storedFill(), storedFill()], [storedFill()]];
    const { connection } = store;
    for (const [part, fills] of parts.entries())
      await stage.add(connection, { account: 'NET001', sessionDate: '2026-03-02', part }, columnsOf(fills));
    const loaded = await stage.load(connection, key);
    expect(loaded.map((columns) => fillsIn(columns))).toEqual(parts);
    expect(await stage.load(connection, { ...key, account: 'NET002' })).toEqual([]);
    await stage.clear(connection);
    expect(await stage.load(connection, key)).toEqual([]);
  });
});
