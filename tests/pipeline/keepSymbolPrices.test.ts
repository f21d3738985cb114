import { describe, expect, it } from 'vitest';
import { fakeClock, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { keepSymbolPrices } from '../../src/pipeline/keepSymbolPrices.ts';
import { pruneFills } from '../../src/pipeline/prune.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { storedFill } from '../support/fill.ts';
import { append, temporaryStores, testsPostgres } from '../support/stores.ts';

type Stores = Awaited<ReturnType<typeof temporaryStores>>;

const calendar = createCalendar('nyse');
const sessions = calendar.sessionsBetween('2026-03-02', '2026-03-20');
const [first = '', second = ''] = sessions;
const last = sessions.at(-1) ?? '';
const whole = { from: first, to: last };

const keep = (stores: Stores, log = recordingLog()) => keepSymbolPrices({ ...stores, log, calendar }, last);

async function deskWith(fills: readonly Fill[]): Promise<Stores> {
  const stores = await temporaryStores();
  await append(stores, fills);
  await updateLedger({ ...stores, progress: noProgress });
  return stores;
}

const traded = (sessionDate: string, price: number, overrides: Partial<Fill> = {}) =>
  storedFill({ sessionDate, price, secondOfDay: 36_000, ...overrides });

const priced = (symbol: string, [high, low, close]: readonly [number, number, number], currency = '') => ({
  symbol,
  high,
  low,
  close,
  currency,
});

describe('the prices of symbols', () => {
  it('are the high, the low and the last price over all accounts', async () => {
    const stores = await deskWith([
      traded(first, 10),
      traded(first, 14, { account: 'NET002', secondOfDay: 35_000 }),
      traded(first, 11, { account: 'NET002', secondOfDay: 50_000 }),
      traded(first, 9, { account: 'NET003', secondOfDay: null }),
      traded(first, 99, { account: 'NET003', status: 'Cancelled' }),
      traded(first, 20, { account: 'NET003', symbol: 'SAP', currency: 'EUR' }),
    ]);
    await keep(stores);
    expect(await stores.symbolPrices.stored(whole)).toEqual([
      { sessionDate: first, prices: [priced('AAPL', [14, 9, 11]), priced('SAP', [20, 20, 20], 'EUR')] },
    ]);
  });

  it('are made once for each session, the missing ones only', async () => {
    const stores = await deskWith(sessions.map((session) => traded(session, 10)));
    expect(await stores.symbolPrices.missing(whole)).toEqual(sessions);
    await stores.symbolPrices.save(await stores.symbolPrices.fromFills(second));
    expect(await stores.symbolPrices.missing(whole)).toEqual(sessions.filter((each) => each !== second));
    await keep(stores);
    expect(await stores.symbolPrices.missing(whole)).toEqual([]);
    expect((await stores.symbolPrices.stored(whole)).map(({ sessionDate }) => sessionDate)).toEqual(sessions);
  });

  it('are made again for a session that a late fill changed', async () => {
    const stores = await deskWith([traded(first, 10), traded(second, 12)]);
    await keep(stores);
    await append(stores, [traded(first, 30, { account: 'NET002' })]);
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.symbolPrices.missing(whole)).toEqual([first]);
    await keep(stores);
    expect((await stores.symbolPrices.stored(whole))[0]?.prices).toEqual([priced('AAPL', [30, 10, 30])]);
  });

  it('stay when fills are removed, also when another trader of the session is computed again', async () => {
    const stores = await deskWith(sessions.map((session) => traded(session, 10)));
    await keep(stores);
    const before = await stores.symbolPrices.stored(whole);
    const clock = fakeClock('2026-03-21T10:00:00Z');
    await pruneFills({ ...stores, clock, log: recordingLog(), calendar }, last, 9);
    await append(stores, [traded(first, 30, { account: 'NET002' })]);
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.symbolPrices.stored(whole)).toEqual(before);
  });

  it('that cannot be made are logged, and a morning goes on', async () => {
    const stores = await deskWith([traded(first, 10)]);
    const damage = testsPostgres ? 'UPDATE fill_block SET fills = 2' : "UPDATE fill_block SET texts = '{}'";
    await stores.database.connection.run(damage);
    const log = recordingLog();
    await keep(stores, log);
    expect(JSON.stringify(log)).toContain('the next morning tries again');
  });
});

describe('the orders of a trader', () => {
  it('are the quantities of each order, by symbol', async () => {
    const stores = await deskWith([
      traded(first, 10, { quantity: 100, orderId: 'A' }),
      traded(first, 11, { quantity: 50, orderId: 'A' }),
      traded(first, 11, { quantity: 30, orderId: '', secondOfDay: 36_001 }),
      traded(second, 11, { quantity: 20, orderId: '', side: 'S' }),
      traded(second, 11, { quantity: 7, orderId: 'B', symbol: 'MSFT' }),
      traded(second, 11, { quantity: 9, account: 'NET002' }),
    ]);
    expect(await stores.symbolPrices.orderSizes('NET001', whole)).toEqual(
      new Map([
        ['AAPL', [150, 30, 20]],
        ['MSFT', [7]],
      ]),
    );
  });
});
