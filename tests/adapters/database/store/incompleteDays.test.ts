import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../../src/commands/world.ts';
import type { Fill } from '../../../../src/domain/ledger/fill.ts';
import type { FillIngest, RejectedDay } from '../../../../src/ports/fillStore.ts';
import { storedFill } from '../../../support/fill.ts';
import { temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-02';
const good = (account: string, count: number, changes: Partial<Fill> = {}) =>
  Array.from({ length: count }, () => storedFill({ account, ...changes }));

/** `rows` rejected rows of an account in the session. */
function rejected(account: string, rows: number, sessionDate: string | null = SESSION): RejectedDay {
  return { account, sessionDate, rows, where: 'a.csv', reason: 'line 2: Qty “1,500”' };
}

async function ended(ingest: FillIngest, key: string, fills: readonly Fill[], days: readonly RejectedDay[]) {
  await ingest.add(fills);
  return ingest.commit([], { key, where: key, days });
}

async function importFile(
  stores: Stores,
  key: string,
  fills: readonly Fill[],
  days: readonly RejectedDay[] = [],
) {
  return ended(await stores.fills.append(), key, fills, days);
}

async function fetchSession(
  stores: Stores,
  fills: readonly Fill[],
  days: readonly RejectedDay[] = [],
  accounts: ReadonlySet<string> | null = null,
) {
  const ingest = await stores.fills.replaceRange(SESSION, SESSION, accounts);
  return ended(ingest, 'propreports', fills, days);
}

const incomplete = async ({ fills }: Stores, through = SESSION) =>
  (await fills.incompleteDays('2026-02-01', through)).map(({ account, sessionDate, rows, where }) =>
    [account, sessionDate, rows, where].join(' '),
  );

/** A store in which `a.csv` brought three fills of the day and had three rows that could not be read. */
async function halfRejected() {
  const stores = await temporaryStores();
  const [stored, missing] = [good('NET001', 3), good('NET001', 3)];
  await importFile(stores, 'a', stored, [rejected('NET001', 3)]);
  return { stores, stored, missing };
}

describe('a day of which rows were rejected', () => {
  it('is incomplete, with trader, rows, file and reason', async () => {
    const { stores } = await halfRejected();
    expect(await stores.fills.incompleteDays(SESSION, SESSION)).toEqual([
      {
        trader: 'NET001',
        account: 'NET001',
        sessionDate: SESSION,
        rows: 3,
        where: 'a.csv',
        reason: 'line 2: Qty “1,500”',
      },
    ]);
  });

  it('is no other trader’s, and of no other day', async () => {
    const { stores } = await halfRejected();
    await importFile(stores, 'b', [
      ...good('NET002', 1),
      ...good('NET001', 1, { sessionDate: '2026-03-03' }),
    ]);
    expect(await incomplete(stores, '2026-03-31')).toEqual(['NET001 2026-03-02 3 a.csv']);
  });

  it.each<[string, (desk: Awaited<ReturnType<typeof halfRejected>>) => Promise<unknown>]>([
    ['the corrected file of the same name', (d) => importFile(d.stores, 'a', [...d.stored, ...d.missing])],
    ['the corrected file of another name', (d) => importFile(d.stores, 'b', [...d.stored, ...d.missing])],
    ['a file of the missing rows alone', (d) => importFile(d.stores, 'b', d.missing)],
    [
      'a fuller file of another name',
      (d) => importFile(d.stores, 'b', [...d.stored, ...d.missing, ...good('NET001', 2)]),
    ],
    ['the same name without the bad rows', (d) => importFile(d.stores, 'a', d.stored)],
    ['a fetch of the whole session', (d) => fetchSession(d.stores, [...d.stored, ...d.missing])],
    [
      'the corrected file, though the faulty one comes again',
      async (d) => {
        await importFile(d.stores, 'b', [...d.stored, ...d.missing]);
        await importFile(d.stores, 'a', d.stored, [rejected('NET001', 3)]);
      },
    ],
  ])('is complete after %s', async (_, settle) => {
    const desk = await halfRejected();
    await settle(desk);
    expect(await incomplete(desk.stores)).toEqual([]);
  });

  it.each<[string, (desk: Awaited<ReturnType<typeof halfRejected>>) => Promise<unknown>]>([
    ['a file that brings fewer', (d) => importFile(d.stores, 'b', [...d.stored, ...d.missing.slice(1)])],
    ['another part of the day', (d) => importFile(d.stores, 'b', good('NET001', 5))],
    [
      'the same fills with fees',
      (d) =>
        importFile(
          d.stores,
          'b',
          d.stored.map((fill) => ({ ...fill, fees: 1 })),
        ),
    ],
    ['the same file again', (d) => importFile(d.stores, 'a', d.stored, [rejected('NET001', 3)])],
    [
      'a file of that name with another day',
      (d) => importFile(d.stores, 'a', good('NET001', 9, { sessionDate: '2026-03-03' })),
    ],
    [
      'a fetch that does not list the account',
      (d) => fetchSession(d.stores, good('NET002', 1), [], new Set(['NET002'])),
    ],
  ])('stays incomplete after %s', async (_, importMore) => {
    const desk = await halfRejected();
    await importMore(desk);
    expect(await incomplete(desk.stores)).toEqual(['NET001 2026-03-02 3 a.csv']);
  });

  it('counts the rows that are still missing, where the faulty file comes with more of them', async () => {
    const { stores, stored, missing } = await halfRejected();
    await importFile(stores, 'b', [...stored, ...missing]);
    await importFile(stores, 'a', stored, [rejected('NET001', 5)]);
    expect(await incomplete(stores)).toEqual(['NET001 2026-03-02 2 a.csv']);
  });

  it('is the newest session of the account in the stream, where the row has no date', async () => {
    const stores = await temporaryStores();
    const fills = [...good('NET001', 1), ...good('NET001', 1, { sessionDate: '2026-03-03' })];
    await importFile(
      stores,
      'a',
      [...fills, ...good('NET002', 1)],
      [rejected('NET001', 1, null), rejected('NET002', 2, null), rejected('NET002', 1)],
    );
    expect(await incomplete(stores, '2026-03-31')).toEqual([
      'NET002 2026-03-02 3 a.csv',
      'NET001 2026-03-03 1 a.csv',
    ]);
  });

  it('is one of the fetched range, whatever date the row has', async () => {
    const stores = await temporaryStores();
    await fetchSession(stores, good('NET001', 1), [rejected('NET001', 1, '2062-03-02')]);
    expect(await incomplete(stores, '2099-12-31')).toEqual(['NET001 2026-03-02 1 a.csv']);
    await fetchSession(stores, good('NET001', 2));
    expect(await incomplete(stores, '2099-12-31')).toEqual([]);
  });

  it('is incomplete for each fill with the id of another', async () => {
    const stores = await temporaryStores();
    const first = storedFill({ identity: 'P:20261124170012300', idDigest: 1 });
    const fills = [first, { ...first, idDigest: 2 }, { ...first, idDigest: 3, price: 11 }];
    expect(await importFile(stores, 'a', fills)).toMatchObject({ inserted: 1, duplicates: 0 });
    expect(await incomplete(stores)).toEqual(['NET001 2026-03-02 2 a']);
  });

  it('stays as it was where the import fails', async () => {
    const stores = await temporaryStores();
    const ingest = await stores.fills.append();
    await ingest.add(good('NET001', 1));
    const record = { sessionDate: SESSION, fills: 0.5, fetchedAt: new Date() };
    const rejects = { key: 'a', where: 'a', days: [rejected('NET001', 1)] };
    await expect(ingest.commit([record], rejects)).rejects.toThrow(/cannot store REAL|type bigint/);
    await importFile(stores, 'b', good('NET001', 1));
    expect(await incomplete(stores)).toEqual([]);
  });
});
