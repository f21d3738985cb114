import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../../scripts/simulation/fakes.ts';
import { updateLedger } from '../../../../src/pipeline/updateLedger.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, temporaryStores } from '../../../support/stores.ts';

const entry = (overrides: object) => ({
  trader: 'NET001',
  desk: '',
  baseLimit: null,
  riskCapital: null,
  active: true,
  accounts: [],
  ...overrides,
});

describe('the roster store', () => {
  it('creates a trader for an unknown account', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill({ account: 'NET009' })]);
    expect(await stores.roster.all()).toEqual([entry({ trader: 'NET009', accounts: ['NET009'] })]);
  });

  it('adds the accounts of the source, retired ones as inactive, and returns the new ones', async () => {
    const stores = await temporaryStores();
    const account = (name: string) => ({ id: '1', name, firstTraded: null, lastTraded: null });
    expect(await stores.roster.learnAccounts([account('NET001'), account('NET002_OLD')])).toEqual([
      'NET001',
      'NET002_OLD',
    ]);
    expect(await stores.roster.learnAccounts([account('NET001')])).toEqual([]);
    expect((await stores.roster.all()).map(({ trader, active }) => [trader, active])).toEqual([
      ['NET001', true],
      ['NET002_OLD', false],
    ]);
  });

  const listed = (id: string, name: string) => ({ id, name, firstTraded: null, lastTraded: null });

  it('returns an account as new although its fills came before the list, and not an account with a limit', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill({ account: 'NET001' })]);
    await stores.roster.set({ trader: 'NET002', baseLimit: 4000, accounts: ['NET002'] });
    expect(await stores.roster.learnAccounts([listed('1', 'NET001'), listed('2', 'NET002')])).toEqual([
      'NET001',
    ]);
  });

  it('renames an account whose code has changed: trader, fills and open lots stay together', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill({ account: 'NET001' })]);
    await updateLedger({ ...stores, progress: noProgress });
    await stores.roster.learnAccounts([listed('1', 'NET001')]);
    expect(await stores.roster.renameAccounts([listed('1', 'NET001_OLD')])).toEqual([
      { from: 'NET001', to: 'NET001_OLD' },
    ]);
    await append(stores, [
      storedFill({ account: 'NET001_OLD', sessionDate: '2026-03-03', side: 'S', price: 12 }),
    ]);
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.roster.all()).toEqual([entry({ accounts: ['NET001_OLD'] })]);
    expect((await stores.ledger.days('2026-03-03', '2026-03-03'))[0]).toMatchObject({
      trader: 'NET001',
      netPnl: 200,
    });
  });

  it.each([
    ['whose old code is still listed', [listed('1', 'NEW'), listed('9', 'NET001')]],
    ['whose new code is known', [listed('1', 'NET002')]],
    ['whose number is another', [listed('7', 'NEW')]],
  ])('renames no account %s', async (_, accounts) => {
    const stores = await temporaryStores();
    await stores.roster.learnAccounts([listed('1', 'NET001'), listed('2', 'NET002')]);
    expect(await stores.roster.renameAccounts(accounts)).toEqual([]);
  });

  it('changes the given fields and leaves the others', async () => {
    const stores = await temporaryStores();
    await stores.roster.set({ trader: 'NET001', desk: 'Futures', baseLimit: 4000 });
    await stores.roster.set({ trader: 'NET001', riskCapital: 90_000, active: false });
    expect(await stores.roster.all()).toEqual([
      entry({ desk: 'Futures', baseLimit: 4000, riskCapital: 90_000, active: false }),
    ]);
  });

  it('moves a second account to a trader, and the P&L with it', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      storedFill({ account: 'A1' }),
      storedFill({ account: 'A2', side: 'S', price: 12 }),
    ]);
    await updateLedger({ ...stores, progress: noProgress });
    await stores.roster.set({ trader: 'NET001', accounts: ['A1', 'A2'] });
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.roster.all()).toEqual([entry({ accounts: ['A1', 'A2'] })]);
    const days = await stores.ledger.days('2026-01-01', '2026-12-31');
    // Positions of two accounts never offset each other: both stay open, at the trader's own last price.
    expect(
      days.map(({ trader, fills, netPnl, overnightNotional }) => ({
        trader,
        fills,
        netPnl,
        overnightNotional,
      })),
    ).toEqual([{ trader: 'NET001', fills: 2, netPnl: 0, overnightNotional: 2400 }]);
  });

  it('returns every trader before and after, and removes one whose last account went to another', async () => {
    const stores = await temporaryStores();
    await stores.roster.set({ trader: 'Bob', desk: 'B', baseLimit: 4000, accounts: ['A2'] });
    const edits = await stores.roster.setAll([{ trader: 'Ann', accounts: ['A1', 'A2'] }], []);
    expect(edits).toEqual({
      traders: [
        { trader: 'Ann', before: null, after: entry({ trader: 'Ann', accounts: ['A1', 'A2'] }) },
        {
          trader: 'Bob',
          before: entry({ trader: 'Bob', desk: 'B', baseLimit: 4000, accounts: ['A2'] }),
          after: null,
        },
      ],
      multipliers: [],
    });
  });

  it.each([[['Ann', 'Bob']], [['Bob', 'Ann']]])(
    'exchanges the accounts of two traders and keeps all else of both, in the order %j',
    async (order) => {
      const stores = await temporaryStores();
      await stores.roster.set({ trader: 'Ann', desk: 'A', baseLimit: 4000, accounts: ['A1'] });
      await stores.roster.set({ trader: 'Bob', desk: 'B', riskCapital: 90_000, accounts: ['A2'] });
      const swapped: Readonly<Record<string, string>> = { Ann: 'A2', Bob: 'A1' };
      await stores.roster.setAll(
        order.map((trader) => ({ trader, accounts: [swapped[trader] ?? ''] })),
        [],
      );
      expect(await stores.roster.all()).toEqual([
        entry({ trader: 'Ann', desk: 'A', baseLimit: 4000, accounts: ['A2'] }),
        entry({ trader: 'Bob', desk: 'B', riskCapital: 90_000, accounts: ['A1'] }),
      ]);
    },
  );

  it('keeps a trader without accounts whom the same change names', async () => {
    const stores = await temporaryStores();
    await stores.roster.set({ trader: 'Bob', baseLimit: 4000, accounts: ['A2'] });
    await stores.roster.setAll(
      [
        { trader: 'Bob', desk: 'B' },
        { trader: 'Ann', accounts: ['A2'] },
      ],
      [],
    );
    expect(await stores.roster.all()).toContainEqual(entry({ trader: 'Bob', desk: 'B', baseLimit: 4000 }));
  });

  it('stores nothing of a change that fails half-way', async () => {
    const stores = await temporaryStores();
    await stores.roster.set({ trader: 'Ann', baseLimit: 4000, accounts: ['A1'] });
    const before = await stores.roster.all();
    const change = stores.roster.setAll(
      [
        { trader: 'Ann', baseLimit: 5000 },
        { trader: 'Bob', accounts: ['A1'] },
      ],
      [{ pattern: 'ES*', multiplier: Number.NaN }],
    );
    await expect(change).rejects.toThrow(/not.null/i);
    expect([await stores.roster.all(), await stores.roster.multipliers()]).toEqual([before, []]);
  });

  it('knows which accounts the source has ever sent', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill({ account: 'A1' })]);
    await stores.roster.learnAccounts([listed('7', 'A2')]);
    await stores.roster.set({ trader: 'Ann', accounts: ['A1', 'A3'] });
    expect(await stores.roster.accounts()).toEqual([
      { code: 'A1', trader: 'Ann', isProven: true },
      { code: 'A2', trader: 'A2', isProven: true },
      { code: 'A3', trader: 'Ann', isProven: false },
    ]);
  });

  it('lists the symbols of the stored fills once', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      storedFill({ symbol: 'ESM6' }),
      storedFill({ symbol: 'AAPL', secondOfDay: 37_000 }),
      storedFill({ account: 'NET002', symbol: 'ESM6' }),
    ]);
    expect(await stores.roster.symbols()).toEqual(['AAPL', 'ESM6']);
  });

  it('marks no day for a multiplier that stays as it was', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill({ symbol: 'ESM6' })]);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 })).toEqual({
      traders: [],
      multipliers: [{ pattern: 'ES*', before: 50, after: 50 }],
    });
    expect(await stores.ledger.stale()).toEqual([]);
  });

  it('recomputes the days of a symbol whose multiplier changes, and no others', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      storedFill({ symbol: 'ESM6' }),
      storedFill({ symbol: 'ESM6', side: 'S', price: 11, secondOfDay: 37_000 }),
      storedFill({ account: 'NET002' }),
    ]);
    await updateLedger({ ...stores, progress: noProgress });
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    expect(await stores.ledger.stale()).toEqual([{ trader: 'NET001', sessions: ['2026-03-02'] }]);
    await updateLedger({ ...stores, progress: noProgress });
    expect((await stores.ledger.days('2026-03-02', '2026-03-02')).map(({ grossPnl }) => grossPnl)).toEqual([
      5000, 0,
    ]);
  });
});
