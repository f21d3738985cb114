import { expect, it } from 'vitest';
import { noProgress } from '../../../../scripts/simulation/fakes.ts';
import { createDeskRiskStore } from '../../../../src/adapters/database/store/deskRiskStore.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import type { Fill } from '../../../../src/domain/ledger/fill.ts';
import { updateLedger } from '../../../../src/pipeline/updateLedger.ts';
import type { TradedAmount } from '../../../../src/ports/deskRiskStore.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, temporaryStores } from '../../../support/stores.ts';

const AT = new Date('2026-03-20T12:00:00Z');
const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';

async function storesOf(fills: readonly Fill[]): Promise<Stores> {
  const stores = await temporaryStores();
  await append(stores, fills);
  await updateLedger({ ...stores, progress: noProgress });
  return stores;
}

const readerOf = (stores: Stores) => createDeskRiskStore(stores.database, null);

async function tradedOn(stores: Stores, date: string): Promise<readonly TradedAmount[]> {
  const all: TradedAmount[] = [];
  for await (const amounts of readerOf(stores).traded(date)) all.push(...amounts);
  return all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

it('adds up what each account traded by symbol and currency, without cancelled fills', async () => {
  const stores = await storesOf([
    storedFill({ quantity: 100, price: 10 }),
    storedFill({ quantity: 50, price: 12, side: 'S' }),
    storedFill({ quantity: 1, price: -3, symbol: 'CLK6' }),
    storedFill({ quantity: 10, price: 5, currency: 'CAD' }),
    storedFill({ quantity: 999, price: 10, status: 'Cancelled' }),
    storedFill({ account: 'NET002', quantity: 7, price: 100, symbol: 'MSFT' }),
    storedFill({ sessionDate: TUESDAY }),
  ]);
  expect(await tradedOn(stores, MONDAY)).toEqual([
    { trader: 'NET001', symbol: 'AAPL', currency: '', amount: 1600 },
    { trader: 'NET001', symbol: 'AAPL', currency: 'CAD', amount: 50 },
    { trader: 'NET001', symbol: 'CLK6', currency: '', amount: 3 },
    { trader: 'NET002', symbol: 'MSFT', currency: '', amount: 700 },
  ]);
});

it('agrees with the notional of the ledger, and has nothing of pruned fills', async () => {
  const fills = Array.from({ length: 40 }, (_, at) =>
    storedFill({
      account: at % 3 === 0 ? 'NET002' : 'NET001',
      symbol: ['AAPL', 'MSFT', 'TSLA'][at % 3] ?? '',
      side: at % 2 === 0 ? 'B' : 'S',
      quantity: 10 + at,
      price: 20 + at / 7,
    }),
  );
  const stores = await storesOf(fills);
  const [totals] = await readerOf(stores).totals(MONDAY, MONDAY);
  const sum = (await tradedOn(stores, MONDAY)).reduce((total, { amount }) => total + amount, 0);
  expect(sum).toBeCloseTo(totals?.notional ?? 0, 6);
  await stores.fills.prune(TUESDAY, AT);
  expect(await tradedOn(stores, MONDAY)).toEqual([]);
});

it('has the totals and net P&L of dates with facts, closed days included', async () => {
  const saturday = '2026-03-07';
  const bought = { quantity: 10, price: 10 };
  const stores = await storesOf([
    storedFill(bought),
    storedFill({ ...bought, side: 'S', price: 11, fees: 1 }),
    storedFill({ ...bought, account: 'NET002' }),
    storedFill({ ...bought, account: 'NET002', side: 'S', price: 8 }),
    storedFill({ ...bought, sessionDate: saturday }),
    storedFill({ ...bought, sessionDate: saturday, side: 'S', price: 15 }),
  ]);
  const reader = readerOf(stores);
  expect(await reader.lastDate()).toBe(saturday);
  expect(await reader.totals(MONDAY, saturday)).toEqual([
    { sessionDate: MONDAY, netPnl: 9 - 20, notional: 100 + 110 + 100 + 80 },
    { sessionDate: saturday, netPnl: 50, notional: 250 },
  ]);
  expect(await reader.netPnls(MONDAY, saturday)).toEqual(
    new Map([
      [
        'NET001',
        new Map([
          [MONDAY, 9],
          [saturday, 50],
        ]),
      ],
      ['NET002', new Map([[MONDAY, -20]])],
    ]),
  );
});

it('carries open lots through later splits, and takes the last rate of each currency', async () => {
  const stores = await storesOf([storedFill({ quantity: 10, price: 500 })]);
  const split = { sessionDate: TUESDAY, symbol: 'AAPL', action: 'split' as const };
  await stores.corrections.importActions([{ ...split, value: { ...split, ratio: 10 } }], AT);
  const rate = (sessionDate: string, currency: string, value: number) => ({ sessionDate, currency, value });
  await stores.corrections.importRates(
    [rate(MONDAY, 'CAD', 0.7), rate(TUESDAY, 'CAD', 0.73), rate(MONDAY, 'EUR', 1.1)],
    AT,
  );
  const reader = readerOf(stores);
  const lots = async (date: string) =>
    (await reader.openLots(date)).map(({ trader, lot }) => [trader, lot.quantity, lot.lastPrice]);
  expect(await lots(MONDAY)).toEqual([['NET001', 10, 500]]);
  expect(await lots(TUESDAY)).toEqual([['NET001', 100, 50]]);
  expect(await reader.rates(MONDAY)).toEqual(
    new Map([
      ['CAD', 0.7],
      ['EUR', 1.1],
    ]),
  );
  expect((await reader.rates('2026-03-05')).get('CAD')).toBe(0.73);
  expect(await reader.baseCurrency()).toBe('USD');
});

it('reads an empty store', async () => {
  const reader = readerOf(await temporaryStores());
  expect(await reader.lastDate()).toBeNull();
  expect(await reader.totals(MONDAY, TUESDAY)).toEqual([]);
  expect(await reader.openLots(MONDAY)).toEqual([]);
});
