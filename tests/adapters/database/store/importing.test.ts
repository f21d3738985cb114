import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../../src/domain/ledger/fill.ts';
import type { ImportRecord } from '../../../../src/ports/fillStore.ts';
import { storedFill } from '../../../support/fill.ts';
import { append, storedFills, temporaryStores } from '../../../support/stores.ts';

const session = { sessionDate: '2026-03-02', orderId: 'O' };
const bought = (changes: Partial<Fill>) => storedFill({ ...session, ...changes });

describe('fills from an old copy', () => {
  it('add missing fills and change no known one', async () => {
    const stores = await temporaryStores();
    await append(stores, [bought({ identity: 'P:1', fees: 0.5 })]);
    const ingest = await stores.fills.append({ keepKnown: true });
    await ingest.add([bought({ identity: 'P:1', fees: 0.25 }), bought({ identity: 'P:2', fees: 0.25 })]);
    expect(await ingest.commit()).toMatchObject({ inserted: 1, duplicates: 1, changed: 0 });
    const fills = await storedFills(stores, 'NET001', '2026-03-02');
    expect(fills.map(({ fees }) => fees)).toEqual([0.5, 0.25]);
  });
});

describe('the same fills with another kind of id', () => {
  const withIds = [1, 2, 3].map((n) => bought({ identity: `P:${n}`, price: n < 3 ? 10 : 11 }));
  const withFillIds = ['a', 'b', 'c'].map((id, n) =>
    bought({ identity: `F:2026-03-02:${id}`, price: n < 2 ? 10 : 11 }),
  );

  it.each([
    ['the vendor’s ids first', withIds, withFillIds],
    ['fill ids first', withFillIds, withIds],
  ])('count once, equal ones one to one: %s', async (_, first, second) => {
    const stores = await temporaryStores();
    await append(stores, first);
    expect(await append(stores, second)).toMatchObject({ inserted: 0, duplicates: 3, changed: 0 });
    expect(await storedFills(stores, 'NET001', '2026-03-02')).toHaveLength(3);
  });

  it('take the fees of the later one', async () => {
    const stores = await temporaryStores();
    await append(stores, withFillIds);
    const fuller = withIds.map((fill) => ({ ...fill, fees: 0.5 }));
    expect(await append(stores, fuller)).toMatchObject({ inserted: 0, changed: 3 });
    expect(await append(stores, fuller)).toMatchObject({ inserted: 0, duplicates: 3 });
  });

  it('are new where there are more of them, or their content is different', async () => {
    const stores = await temporaryStores();
    await append(stores, withIds);
    const more = [...withFillIds, bought({ identity: 'F:d' }), bought({ identity: 'F:e', quantity: 7 })];
    expect(await append(stores, more)).toMatchObject({ inserted: 2, duplicates: 3 });
  });

  it('are distinguished by the ids alone where these are of one kind', async () => {
    const stores = await temporaryStores();
    await append(stores, [bought({ identity: 'P:1' })]);
    expect(await append(stores, [bought({ identity: 'P:2' })])).toMatchObject({ inserted: 1, duplicates: 0 });
  });
});

describe('totals that are saved', () => {
  const total = {
    account: 'NET001',
    sessionDate: '2026-03-02',
    grossPnl: 100,
    fees: 1,
    netPnl: 99,
    fills: 2,
  };

  it('are new, the same, or changed', async () => {
    const { reconciliation } = await temporaryStores();
    expect(await reconciliation.saveTotals([total, { ...total, account: 'NET002' }])).toEqual(['new', 'new']);
    expect(
      await reconciliation.saveTotals([
        { ...total, netPnl: 98, fees: 2 },
        { ...total, account: 'NET002' },
      ]),
    ).toEqual(['changed', 'same']);
  });
});

describe('the record of imports', () => {
  const record = (changes: Partial<ImportRecord>): ImportRecord => ({
    file: 'fills.csv',
    key: 'fills.csv-a',
    format: 'propreports-fills',
    read: 10,
    inserted: 9,
    duplicates: 0,
    rejected: 1,
    rejectedFile: 'a.rejects.csv',
    unreadColumns: [],
    lastSession: '2026-03-02',
    importedAt: new Date('2026-03-03T09:00:00Z'),
    ...changes,
  });

  it.each([
    ['the same file again counts once', [{}, { inserted: 0, duplicates: 9 }], [[1, 'a.rejects.csv']]],
    [
      'another file of that name counts too',
      [{}, { key: 'fills.csv-b', rejectedFile: 'b.rejects.csv' }],
      [
        [1, 'a.rejects.csv'],
        [1, 'b.rejects.csv'],
      ],
    ],
    [
      'a rewritten file has only the last rejects file',
      [{}, { lastSession: '2026-03-03', rejected: 2 }],
      [
        [1, null],
        [2, 'a.rejects.csv'],
      ],
    ],
    ['a file without a good row is known by when it came', [{ lastSession: null }], [[1, 'a.rejects.csv']]],
    [
      'older ones are not listed',
      [{ lastSession: '2026-02-02' }, { key: 'x', lastSession: null, importedAt: new Date('2026-02-20') }],
      [],
    ],
  ])('lists rejects files: %s', async (_, imports, expected) => {
    const { fills } = await temporaryStores();
    for (const changes of imports) await fills.recordImport(record(changes));
    const known = await fills.importsSince('2026-02-25');
    expect(known.map(({ rejected, rejectedFile }) => [rejected, rejectedFile])).toEqual(expected);
  });
});
