import { describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import { auditEntries } from '../../src/adapters/database/store/auditTrail.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { type ComputedDay, updateLedger } from '../../src/pipeline/updateLedger.ts';
import { storedFill } from '../support/fill.ts';
import { closeDay } from '../support/fills.ts';
import { append, temporaryStores } from '../support/stores.ts';

const NOW = new Date('2026-03-20T12:00:00Z');
const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const WEDNESDAY = '2026-03-04';
const FRIDAY = '2026-03-06';

/**
 * Buys 100 at 500 on Monday; sells what became of them on Wednesday at 50; another trader only day-trades.
 */
const history = (overrides: Partial<Fill> = {}): Fill[] => [
  storedFill({ sessionDate: MONDAY, price: 500, ...overrides }),
  storedFill({ sessionDate: WEDNESDAY, price: 50, side: 'S', quantity: 1000, ...overrides }),
  storedFill({ sessionDate: FRIDAY, ...overrides }),
  storedFill({ sessionDate: WEDNESDAY, account: 'NET002' }),
];

const split = (sessionDate: string, ratio = 10) => {
  const key = { sessionDate, symbol: 'AAPL', action: 'split' as const };
  return { ...key, value: { ...key, ratio } };
};
const position = (sessionDate: string, quantity: number, price: number) => {
  const key = { sessionDate, account: 'NET001', symbol: 'AAPL' };
  return { ...key, value: [{ ...key, quantity, price, currency: '' }] };
};

async function desk(fills: readonly Fill[] = history()): Promise<Stores> {
  const stores = await temporaryStores();
  await append(stores, fills);
  await update(stores);
  return stores;
}

async function update(stores: Stores): Promise<string[]> {
  const days: ComputedDay[] = [];
  await updateLedger({ ...stores, progress: noProgress }, { onDay: (day) => days.push(day) });
  return days.map(({ trader, sessionDate, netBefore, netAfter }) =>
    [trader, sessionDate, cents(netBefore), cents(netAfter)].join(' '),
  );
}

const cents = (net: number | null) => (net === null ? '' : Math.round(net * 100) / 100);

const findings = async (stores: Stores) =>
  (await stores.ledger.findings('0000', '9999')).map(({ sessionDate, code }) => `${sessionDate} ${code}`);

describe('a split', () => {
  it('recomputes the session that it changes, and the later ones that its lots change', async () => {
    const stores = await desk();
    expect(await findings(stores)).toEqual([
      `${WEDNESDAY} looks_like_split`,
      `${WEDNESDAY} position_not_explained`,
      `${FRIDAY} looks_like_split`,
    ]);
    await stores.corrections.importActions([split(TUESDAY)], NOW);
    // Wednesday is now flat, so Friday opens with other lots.
    expect(await update(stores)).toEqual([`NET001 ${WEDNESDAY} -45000 0`, `NET001 ${FRIDAY} 4000 0`]);
    expect(await findings(stores)).toEqual([]);
  });

  it('has no effect on any day before its date', async () => {
    const stores = await desk();
    await stores.corrections.importActions([split(FRIDAY)], NOW);
    expect((await update(stores)).filter((day) => !day.includes(FRIDAY))).toEqual([]);
  });

  it('that is imported again changes nothing, and its withdrawal restores the figures', async () => {
    const stores = await desk();
    const before = await stores.ledger.days('0000', '9999');
    expect(await stores.corrections.importActions([split(TUESDAY)], NOW)).toMatchObject({ added: 1 });
    await update(stores);
    expect(await stores.corrections.importActions([split(TUESDAY)], NOW)).toMatchObject({
      same: 1,
      added: 0,
    });
    expect(await update(stores)).toEqual([]);
    const withdrawn = { ...split(TUESDAY), value: null };
    expect(await stores.corrections.importActions([withdrawn], NOW)).toMatchObject({ withdrawn: 1 });
    await update(stores);
    expect(await stores.ledger.days('0000', '9999')).toEqual(before);
  });

  it.each([
    [
      'of another symbol',
      { ...split(TUESDAY), symbol: 'X', value: { ...split(TUESDAY).value, symbol: 'X' } },
    ],
    ['before the first fill', split('2026-02-02')],
    ['after the last fill', split('2026-03-10')],
  ])('%s recomputes nothing', async (_, entry) => {
    const stores = await desk();
    await stores.corrections.importActions([entry], NOW);
    expect(await update(stores)).toEqual([]);
  });

  it('on a closed day counts at the next session of a trader who was idle for months', async () => {
    const stores = await desk([
      storedFill({ sessionDate: '2025-11-03', price: 500 }),
      storedFill({ sessionDate: WEDNESDAY, side: 'S', quantity: 1000, price: 50 }),
    ]);
    await stores.corrections.importActions([split('2026-01-01')], NOW);
    expect(await update(stores)).toEqual([`NET001 ${WEDNESDAY} -45000 0`]);
  });

  it('is in the audit trail', async () => {
    const stores = await desk();
    await stores.corrections.importActions([split(TUESDAY)], NOW);
    await stores.corrections.importActions([split(TUESDAY, 5)], NOW);
    const entries = (await auditEntries(stores.database, undefined, undefined)).filter(
      ({ kind }) => kind === 'correction',
    );
    expect(entries.map(({ subject }) => subject)).toEqual(['AAPL', 'AAPL']);
  });
});

describe('a stated position', () => {
  it('replaces what the ledger carries', async () => {
    const stores = await desk();
    await stores.corrections.importPositions([position(WEDNESDAY, 1000, 49)], NOW);
    expect((await update(stores))[0]).toBe(`NET001 ${WEDNESDAY} -45000 1000`);
  });

  it('moves to a day that arrives later, and to the next one when that day is removed', async () => {
    const late = storedFill({ sessionDate: TUESDAY, side: 'S', quantity: 10, price: 11 });
    const sale = storedFill({ sessionDate: WEDNESDAY, side: 'S', quantity: 10, price: 12 });
    const stores = await desk([sale]);
    await stores.corrections.importPositions([position(TUESDAY, 10, 10)], NOW);
    expect(await update(stores)).toEqual([`NET001 ${WEDNESDAY} 0 20`]);
    await append(stores, [late]);
    expect(await update(stores)).toEqual([`NET001 ${TUESDAY}  10`, `NET001 ${WEDNESDAY} 20 0`]);
    await (await stores.fills.replaceRange(TUESDAY, TUESDAY)).commit();
    expect(await update(stores)).toEqual([`NET001 ${TUESDAY} 10 `, `NET001 ${WEDNESDAY} 0 20`]);
  });

  it('after the last fill counts as carried', async () => {
    const stores = await desk([storedFill({ sessionDate: MONDAY })]);
    await stores.corrections.importPositions([position(FRIDAY, 0, 0)], NOW);
    expect(await update(stores)).toEqual([]);
    expect(await stores.ledger.openPositions(WEDNESDAY)).toEqual([{ trader: 'NET001', lots: 1 }]);
    expect(await stores.ledger.openPositions(FRIDAY)).toEqual([]);
  });

  it('follows an account that the source renames', async () => {
    const stores = await desk([storedFill({ sessionDate: WEDNESDAY, side: 'S', price: 12 })]);
    await stores.roster.learnAccounts([{ id: '7', name: 'NET001', firstTraded: null, lastTraded: null }]);
    await stores.roster.renameAccounts([{ id: '7', name: 'NET009', firstTraded: null, lastTraded: null }]);
    await expect(stores.corrections.importPositions([position(TUESDAY, 1, 1)], NOW)).rejects.toThrow(
      'NET001',
    );
    await stores.corrections.importPositions([{ ...position(TUESDAY, 100, 10), account: 'NET009' }], NOW);
  });
});

describe('a multiplier that is set later', () => {
  it('recomputes the days that set the future aside, and no other one', async () => {
    const stores = await desk([
      storedFill({ sessionDate: MONDAY, symbol: '\\CLK6', price: 0.05, quantity: 2 }),
      storedFill({
        sessionDate: MONDAY,
        symbol: '\\CLK6',
        price: -12.4,
        quantity: 2,
        side: 'S',
        secondOfDay: 40_000,
      }),
      storedFill({ sessionDate: TUESDAY }),
    ]);
    expect(await findings(stores)).toEqual([`${MONDAY} multiplier_unknown`]);
    await stores.roster.setMultiplier({ pattern: '\\CL*', multiplier: 1000 });
    expect(await update(stores)).toEqual([`NET001 ${MONDAY} 0 -24900`]);
    expect(await findings(stores)).toEqual([]);
  });

  it('recomputes the days that only carry the symbol', async () => {
    const stores = await desk([
      storedFill({ sessionDate: MONDAY, symbol: 'ESZ6' }),
      storedFill({ sessionDate: TUESDAY }),
    ]);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    expect(await update(stores)).toHaveLength(2);
  });
});

describe('an exchange rate', () => {
  const rate = (sessionDate: string, currency: string, value: number | null) => ({
    sessionDate,
    currency,
    value,
  });
  /** A trader-day as the ledger computes it from a fill in a currency without a rate. */
  async function deskIn(currency: string, trader: string, stores: Stores): Promise<void> {
    const doubt = { code: 'currency_without_rate', account: trader, symbol: 'X', currency } as const;
    await stores.ledger.transaction(async (ledger) => {
      const { lots } = await ledger.openingLots(trader, TUESDAY);
      const fills = await ledger.fills(trader, MONDAY);
      const day = closeDay({ trader, sessionDate: MONDAY, openingLots: [], fills });
      expect(lots).toHaveLength(1);
      await ledger.saveDay(trader, MONDAY, {
        ...day,
        findings: [{ ...doubt, weight: 'doubt', fills: 1, text: 'set aside' }],
      });
    });
  }

  it('recomputes the trader-days of its date and currency, and no other one', async () => {
    const stores = await desk([
      storedFill({ sessionDate: MONDAY }),
      storedFill({ sessionDate: MONDAY, account: 'NET002' }),
      storedFill({ sessionDate: TUESDAY, side: 'S' }),
    ]);
    await deskIn('CAD', 'NET001', stores);
    await deskIn('JPY', 'NET002', stores);
    await stores.corrections.importRates([rate(MONDAY, 'CAD', 0.73), rate(TUESDAY, 'CAD', 0.74)], NOW);
    expect(await stores.ledger.stale()).toEqual([{ trader: 'NET001', sessions: [MONDAY] }]);
    expect(await stores.corrections.importRates([rate(MONDAY, 'CAD', 0.73)], NOW)).toMatchObject({ same: 1 });
    const rates = await stores.ledger.transaction((ledger) => ledger.rates(TUESDAY));
    expect([...rates]).toEqual([['CAD', 0.74]]);
  });
});
