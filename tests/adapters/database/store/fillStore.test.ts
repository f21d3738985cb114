import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fill, LedgerFill } from '../../../../src/domain/ledger/fill.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, storedFills, temporaryFolder, temporaryStores } from '../../../support/stores.ts';

const stored = (
  stores: Awaited<ReturnType<typeof temporaryStores>>,
  trader = 'NET001',
  session = '2026-03-02',
) => storedFills(stores, trader, session);

/** Fills as the ledger reads them. */
const booked = (fills: readonly Fill[]): LedgerFill[] =>
  fills.map(({ identity: _, status: __, idDigest: ___, ...rest }) => rest);

describe('fills in the store', () => {
  it('are read as they were stored, fractions, rebates and unknown times included', async () => {
    const stores = await temporaryStores();
    const fills = [
      storedFill({
        secondOfDay: null,
        quantity: 0.00000001,
        price: 12345.12345678,
        fees: -0.35,
        status: 'X',
      }),
      storedFill({ side: 'T', symbol: 'BRK.B "A"', orderId: '' }),
    ];
    await append(stores, fills);
    expect(await stored(stores)).toEqual(booked(fills));
  });

  it('that arrive twice are stored once', async () => {
    const stores = await temporaryStores();
    const fills = [storedFill(), storedFill()];
    await append(stores, fills);
    expect(await append(stores, fills)).toMatchObject({ inserted: 0, duplicates: 2, changed: 0 });
    expect(await stored(stores)).toEqual(booked(fills));
  });

  it('of equal content with different identities are all stored', async () => {
    const stores = await temporaryStores();
    const one = storedFill();
    await append(stores, [one, { ...one, identity: 'P:other' }]);
    expect(await stored(stores)).toHaveLength(2);
  });

  it('of one identity and different contents in one stream are returned as conflicting', async () => {
    const stores = await temporaryStores();
    const fill = storedFill();
    const conflicting = { ...fill, price: 99 };
    expect((await append(stores, [fill, conflicting])).conflicting).toEqual([conflicting]);
    expect(await stored(stores)).toEqual(booked([fill]));
  });

  it('whose content is different in a later stream are changed', async () => {
    const stores = await temporaryStores();
    const fill = storedFill();
    await append(stores, [fill]);
    expect(await append(stores, [{ ...fill, price: 11 }])).toMatchObject({ inserted: 0, changed: 1 });
    expect(await stored(stores)).toEqual(booked([{ ...fill, price: 11 }]));
  });

  it('keep the order of the file within one second', async () => {
    const stores = await temporaryStores();
    const fills = [3, 1, 2].map((price) => storedFill({ price }));
    await append(stores, fills);
    expect((await stored(stores)).map(({ price }) => price)).toEqual([3, 1, 2]);
  });

  it('of two accounts are never mixed, even with equal identities', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      storedFill({ identity: 'P:1' }),
      storedFill({ identity: 'P:1', account: 'NET002' }),
    ]);
    expect([(await stored(stores)).length, (await stored(stores, 'NET002')).length]).toEqual([1, 1]);
  });

  it('leave no trace when the stream is abandoned', async () => {
    const stores = await temporaryStores();
    const ingest = await stores.fills.append();
    await ingest.add([storedFill()]);
    await ingest.abandon();
    expect(await stores.fills.sessionRange()).toBeNull();
    expect(await stores.ledger.stale()).toEqual([]);
    expect(await stores.roster.all()).toEqual([]);
  });
});

describe('a session fetched again', () => {
  it('gains, changes and loses fills as the source did', async () => {
    const stores = await temporaryStores();
    const [kept, changed, busted, added] = [storedFill(), storedFill(), storedFill(), storedFill()];
    await append(stores, [kept, changed, busted]);
    await stores.ledger.transaction((ledger) => ledger.settle('NET001', ['2026-03-02']));
    const ingest = await stores.fills.replaceRange('2026-03-02', '2026-03-02');
    await ingest.add([kept, { ...changed, quantity: 50 }, added]);
    expect([...(await ingest.plan())]).toEqual([
      ['2026-03-02', { inserted: 1, duplicates: 1, changed: 1, missing: 1 }],
    ]);
    expect(await ingest.commit()).toMatchObject({ inserted: 1, duplicates: 1, changed: 1, removed: 1 });
    expect(await stored(stores)).toEqual(booked([kept, { ...changed, quantity: 50 }, added]));
    expect(await stores.ledger.stale()).toEqual([{ trader: 'NET001', sessions: ['2026-03-02'] }]);
  });

  it('loses an account that the source no longer has', async () => {
    const stores = await temporaryStores();
    await append(stores, [storedFill(), storedFill({ account: 'NET002' })]);
    const ingest = await stores.fills.replaceRange('2026-03-02', '2026-03-02');
    await ingest.add([]);
    expect((await ingest.commit()).removed).toBe(2);
  });

  it('touches no other session', async () => {
    const stores = await temporaryStores();
    const before = storedFill({ sessionDate: '2026-02-27' });
    await append(stores, [before, storedFill()]);
    await (await stores.fills.replaceRange('2026-03-02', '2026-03-02')).commit();
    expect(await stored(stores, 'NET001', '2026-02-27')).toEqual(booked([before]));
  });

  it('marks nothing for the ledger when nothing changed', async () => {
    const stores = await temporaryStores();
    const fill = storedFill();
    await append(stores, [fill]);
    await stores.ledger.transaction((ledger) => ledger.settle('NET001', ['2026-03-02']));
    const ingest = await stores.fills.replaceRange('2026-03-02', '2026-03-02');
    await ingest.add([fill]);
    await ingest.commit();
    expect(await stores.ledger.stale()).toEqual([]);
  });
});

describe('two runs on one store', () => {
  async function two() {
    const path = join(temporaryFolder(), 'shared.db');
    return [await temporaryStores(path), await temporaryStores(path)] as const;
  }

  it('merge with what the other has written during the stream', async () => {
    const [slow, other] = await two();
    const fill = storedFill();
    const ingest = await slow.fills.replaceRange('2026-03-02', '2026-03-02');
    await ingest.add([fill]);
    await append(other, [fill, storedFill({ identity: 'P:busted' })]);
    expect(await ingest.commit()).toMatchObject({ inserted: 0, duplicates: 1, removed: 1 });
    expect(await stored(other)).toHaveLength(1);
  });

  it('do not write at the same time: the later one fails with a retryable error and stores nothing', async () => {
    const [late, other] = await two();
    const ingest = await late.fills.append();
    await ingest.add([storedFill()]);
    await other.database.transaction(async () => {
      await expect(ingest.commit()).rejects.toMatchObject({ code: 'database_busy', retryable: true });
    });
    await ingest.abandon();
    expect(await late.fills.sessionRange()).toBeNull();
  });
});

describe('the record that a session was fetched', () => {
  const record = { sessionDate: '2026-03-02', fills: 1, fetchedAt: new Date('2026-03-03T10:00:00Z') };
  const records = (stores: Awaited<ReturnType<typeof temporaryStores>>) =>
    stores.fills.fetched('2026-03-01', '2026-03-31');

  it('is written with the fills or not at all', async () => {
    const stores = await temporaryStores();
    const fetch = async () => {
      const ingest = await stores.fills.replaceRange('2026-03-02', '2026-03-02');
      await ingest.add([storedFill()]);
      return ingest;
    };
    // The last statement of the transaction fails: nothing before it may be stored.
    const ingest = await fetch();
    await expect(ingest.commit([record, { ...record, fills: 0.5 }])).rejects.toThrow();
    await ingest.abandon();
    expect([await records(stores), await stores.fills.sessionRange()]).toEqual([[], null]);
    await (await fetch()).commit([record]);
    expect(await records(stores)).toEqual([{ ...record, totalsAt: null }]);
  });

  it('includes whether the totals are stored, until the fills are fetched again', async () => {
    const stores = await temporaryStores();
    const fetchedAt = new Date('2026-03-04T10:00:00Z');
    await (await stores.fills.replaceRange('2026-03-02', '2026-03-02')).commit([record]);
    await stores.fills.recordTotals(['2026-03-02'], fetchedAt);
    expect(await records(stores)).toEqual([{ ...record, totalsAt: fetchedAt }]);
    await (await stores.fills.replaceRange('2026-03-02', '2026-03-02')).commit([record]);
    expect(await records(stores)).toEqual([{ ...record, totalsAt: null }]);
  });
});
