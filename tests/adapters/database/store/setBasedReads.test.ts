import { expect, it, vi } from 'vitest';
import { createDeskRiskStore } from '../../../../src/adapters/database/store/deskRiskStore.ts';
import { createModelRecords } from '../../../../src/adapters/database/store/modelRecords.ts';
import { lotsBefore } from '../../../../src/adapters/database/store/openingLotsReader.ts';
import { createRecentNetPnlReader } from '../../../../src/adapters/database/store/recentNetPnl.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import type { OpenLot } from '../../../../src/domain/ledger/lot.ts';
import { addDays } from '../../../../src/domain/session/isoDate.ts';
import { facts } from '../../../support/facts.ts';
import { saveDay, temporaryStores } from '../../../support/stores.ts';

/** More than one statement reads, and not in the order of their numbers. */
const TRADERS = Array.from({ length: 103 }, (_, n) => `NET${String((n * 37) % 103).padStart(3, '0')}`);
const DAYS = ['2026-02-27', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
const THROUGH = '2026-03-04';

function lot(trader: string, sessionDate: string): OpenLot {
  const held = { account: trader, symbol: 'AAPL', quantity: 10, price: 500, currency: '' };
  return { ...held, lastPrice: 510, openedOn: sessionDate, openedAtSecond: 36_000 };
}

/** Every sixth trader has none of the days, every sixth has all; two thirds hold a lot at their closes. */
async function desk(): Promise<Stores> {
  const stores = await temporaryStores();
  for (const [n, trader] of TRADERS.entries()) {
    await stores.roster.set({ trader, accounts: [trader] });
    for (const sessionDate of DAYS.slice(0, n % 6)) {
      const day = facts({ trader, sessionDate, netPnl: n * 10 + Number(sessionDate.slice(-1)) });
      const closingLots = n % 3 === 0 ? [] : [lot(trader, sessionDate)];
      await saveDay(stores, trader, sessionDate, { facts: day, closingLots, findings: [] });
    }
  }
  const split = { sessionDate: '2026-03-03', symbol: 'AAPL', action: 'split' as const };
  await stores.corrections.importActions([{ ...split, value: { ...split, ratio: 10 } }], new Date());
  const held = (sessionDate: string, account = '', symbol = 'MSFT') => {
    const key = { sessionDate, account, symbol };
    return { ...key, value: [{ ...key, quantity: 7, price: 20, currency: '' }] };
  };
  await stores.corrections.importPositions(
    [
      // A trader without a day, one whose last day is later, and one whose last day is earlier.
      held('2026-03-02', TRADERS[6]),
      held('2026-02-27', TRADERS[5]),
      held('2026-03-04', TRADERS[1], 'AAPL'),
    ],
    new Date(),
  );
  return stores;
}

/** Counts the statements of a piece of work. */
async function counted<T>({ database }: Stores, work: () => Promise<T>) {
  const { connection } = database;
  const spies = (['rows', 'values', 'value', 'all', 'batch'] as const).map((name) =>
    vi.spyOn(connection, name),
  );
  const found = await work();
  const statements = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return { found, statements };
}

it('the reads of a whole desk give what a read of each trader gives, with a few statements', async () => {
  const stores = await desk();
  const { ledger, database } = stores;
  const all = { from: '0001-01-01', to: THROUGH };
  const names = TRADERS.toSorted();
  const each = await Promise.all(
    names.map(async (name) => [name, await ledger.daysOf(name, all, 9)] as const),
  );
  const newest = each.flatMap(([name, days]) => (days.length > 0 ? [[name, days.slice(-2)] as const] : []));

  const days = await counted(stores, () => ledger.recentDays(THROUGH, 2));
  expect([...days.found]).toEqual(newest);
  const results = await counted(stores, () => ledger.recentResults(THROUGH, 2));
  const resultOf = ({ sessionDate, netPnl }: (typeof each)[0][1][0]) => ({ sessionDate, netPnl });
  expect([...results.found]).toEqual(newest.map(([name, own]) => [name, own.map(resultOf)]));
  const pnls = await counted(stores, () => createRecentNetPnlReader(database)(THROUGH, 2));
  expect([...pnls.found]).toEqual(newest.map(([name, own]) => [name, own.map(({ netPnl }) => netPnl)]));

  const own = await Promise.all(
    names.map(async (name) => {
      const id = await database.connection.value<number>('SELECT id FROM trader WHERE name = ?', name);
      const { lots } = await lotsBefore(database.connection, id ?? 0, addDays(THROUGH, 1));
      return lots.map((each) => ({ trader: name, lot: each }));
    }),
  );
  const lots = await counted(stores, () => createDeskRiskStore(database, null).openLots(THROUGH));
  expect(lots.found).toEqual(own.flat());
  expect(own.flat().filter(({ lot: { symbol } }) => symbol === 'MSFT')).toHaveLength(1);
  const positions = await counted(stores, () => ledger.openPositions(THROUGH));
  expect(positions.found).toEqual(
    own.flatMap((held) => (held[0] === undefined ? [] : [{ trader: held[0].trader, lots: held.length }])),
  );

  for (const { statements } of [days, pnls, lots, positions]) expect(statements).toBeLessThanOrEqual(8);
});

it('the days before a date come in slices of many traders, each trader’s in one slice and ascending', async () => {
  const { database } = await desk();
  const slices: (readonly { trader: string; sessionDate: string }[])[] = [];
  for await (const slice of createModelRecords(database, 'v').daysBefore('2026-03-04', 2)) slices.push(slice);
  expect(slices.map((slice) => new Set(slice.map(({ trader }) => trader)).size)).toEqual([83, 2]);
  const some = slices[0]?.filter(({ trader }) => trader === TRADERS[5]);
  expect(some?.map(({ sessionDate }) => sessionDate)).toEqual(['2026-03-02', '2026-03-03']);
});
