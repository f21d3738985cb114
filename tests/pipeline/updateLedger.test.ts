import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { storedFill } from '../support/fill.ts';
import { append, temporaryStores } from '../support/stores.ts';

const update = (stores: Awaited<ReturnType<typeof temporaryStores>>) =>
  updateLedger({ ...stores, progress: noProgress });
const everything = (stores: Awaited<ReturnType<typeof temporaryStores>>) =>
  stores.ledger.days('0000-01-01', '9999-12-31');

const monday = (overrides: Partial<Fill> = {}) => storedFill({ sessionDate: '2026-03-02', ...overrides });
const tuesday = (overrides: Partial<Fill> = {}) => storedFill({ sessionDate: '2026-03-03', ...overrides });
const wednesday = (overrides: Partial<Fill> = {}) => storedFill({ sessionDate: '2026-03-04', ...overrides });

describe('the ledger update', () => {
  it('carries lots from one session into the next', async () => {
    const stores = await temporaryStores();
    await append(stores, [monday({ price: 10 }), tuesday({ side: 'S', price: 12 })]);
    expect(await update(stores)).toEqual({ traders: 1, days: 2 });
    expect((await everything(stores)).map(({ sessionDate, netPnl }) => [sessionDate, netPnl])).toEqual([
      ['2026-03-02', 0],
      ['2026-03-03', 200],
    ]);
  });

  it('has nothing to compute on the second run', async () => {
    const stores = await temporaryStores();
    await append(stores, [monday()]);
    await update(stores);
    expect(await update(stores)).toEqual({ traders: 0, days: 0 });
  });

  it('recomputes a corrected day and the later days that its lots affect, and nothing else', async () => {
    const stores = await temporaryStores();
    const opening = monday({ price: 10 });
    await append(stores, [
      opening,
      tuesday({ side: 'S', price: 12 }),
      wednesday(),
      storedFill({ account: 'NET002' }),
    ]);
    await update(stores);
    await append(stores, [{ ...opening, price: 11 }]);
    // Wednesday starts flat before and after, so it is not recomputed. Neither is the other trader.
    expect(await update(stores)).toEqual({ traders: 1, days: 2 });
    expect((await everything(stores)).find(({ sessionDate }) => sessionDate === '2026-03-03')?.netPnl).toBe(
      100,
    );
  });

  it('removes a day whose last fill was cancelled, and passes its opening lots to the next day', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      monday({ price: 10 }),
      tuesday({ side: 'S', price: 12 }),
      wednesday({ side: 'S', price: 13 }),
    ]);
    await update(stores);
    await (await stores.fills.replaceRange('2026-03-03', '2026-03-03')).commit();
    await update(stores);
    expect((await everything(stores)).map(({ sessionDate, netPnl }) => [sessionDate, netPnl])).toEqual([
      ['2026-03-02', 0],
      ['2026-03-04', 300],
    ]);
  });

  it('adds a day that arrives late, between two known ones', async () => {
    const stores = await temporaryStores();
    await append(stores, [monday({ price: 10 }), wednesday({ side: 'S', price: 13 })]);
    await update(stores);
    await append(stores, [tuesday({ price: 8 })]);
    await update(stores);
    const [, , last] = await everything(stores);
    expect(last).toMatchObject({ netPnl: 300, overnightNotional: 1300 });
  });

  it('computes the same facts in whatever order the days arrive', async () => {
    const random = fc.record({
      session: fc.constantFrom('2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'),
      side: fc.constantFrom('B' as const, 'S' as const),
      quantity: fc.integer({ min: 1, max: 5 }),
      price: fc.integer({ min: 1, max: 20 }),
      secondOfDay: fc.integer({ min: 34_200, max: 57_599 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(random, { selector: (r) => `${r.session} ${r.secondOfDay}`, maxLength: 12 }),
        fc.nat(),
        async (rows, seed) => {
          const fills = rows.map(({ session, ...rest }) => storedFill({ ...rest, sessionDate: session }));
          const [inOrder, shuffled] = [await temporaryStores(), await temporaryStores()];
          await append(inOrder, fills);
          await update(inOrder);
          for (const fill of [...fills].sort((a, b) => rank(a, seed) - rank(b, seed))) {
            await append(shuffled, [fill]);
            await update(shuffled);
          }
          expect(await everything(shuffled)).toEqual(await everything(inOrder));
        },
      ),
      { numRuns: 12 },
    );
  });
});

const rank = (fill: Fill, seed: number) => (Number(fill.identity.slice(2)) * 7919 + seed) % 101;
