import { describe, expect, it } from 'vitest';
import { createIngest, type IngestOptions } from '../../../../src/adapters/database/store/fillIngest.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import type { Fill } from '../../../../src/domain/ledger/fill.ts';
import { storedFill } from '../../../support/fill.ts';
import { signal } from '../../../support/signal.ts';
import { append, contentOf, storedFills, temporaryFolder, temporaryStores } from '../../../support/stores.ts';

const session = '2026-03-02';
const wholeSession = { wholeRange: { from: session, to: session, accounts: null } };
const wholes: readonly (readonly [string, IngestOptions])[] = [
  ['an import', { wholeRange: null }],
  ['a refetch', wholeSession],
  ['an import that is staged on disk', { wholeRange: null, mostInMemory: 1 }],
  ['a refetch that is staged on disk', { ...wholeSession, mostInMemory: 1 }],
];

/** Every row of the tables that an ingest writes. */
function ingested(stores: Stores) {
  const fills = stores.database.dialect === 'postgres' ? ['fill'] : [];
  const others = ['fill_block', 'stale_day', 'account', 'trader', 'fetched_session', 'pruned_block'];
  return contentOf(stores, [...fills, ...others]);
}

/**
 * A store with a fill that stays, one that changes and one that the source has removed; and the new stream.
 */
async function stored() {
  const stores = await temporaryStores();
  const [kept, changed, removed] = [storedFill(), storedFill(), storedFill()];
  await append(stores, [kept, changed, removed]);
  const stream = [kept, { ...changed, quantity: 50 }, storedFill(), storedFill({ account: 'NET002' })];
  return { stores, stream, removed };
}

async function ingestOf(stores: Stores, options: IngestOptions, fills: readonly Fill[]) {
  const ingest = await createIngest(stores.database, options);
  for (const fill of fills) await ingest.add([fill]);
  return ingest;
}

describe.each(wholes)('the ingest of %s', (_, options) => {
  const missing = options.wholeRange === null ? 0 : 1;

  it('plans what would change and changes nothing', async () => {
    const { stores, stream } = await stored();
    const before = await ingested(stores);
    const ingest = await ingestOf(stores, options, stream);
    const plan = [[session, { inserted: 2, duplicates: 1, changed: 1, missing }]];
    expect([...(await ingest.plan())]).toEqual(plan);
    expect([...(await ingest.plan())]).toEqual(plan);
    expect(await ingested(stores)).toEqual(before);
  });

  it('commits what it planned', async () => {
    const { stores, stream, removed } = await stored();
    const ingest = await ingestOf(stores, options, stream);
    await ingest.plan();
    expect(await ingest.commit()).toMatchObject({
      inserted: 2,
      duplicates: 1,
      changed: 1,
      removed: missing,
      accounts: ['NET001', 'NET002'],
      sessions: [session],
    });
    const quantities = (await storedFills(stores, 'NET001', session)).map(({ quantity }) => quantity);
    const own = stream.slice(0, 3).map(({ quantity }) => quantity);
    expect(quantities.toSorted()).toEqual([...own, ...(missing ? [] : [removed.quantity])].toSorted());
    expect(await storedFills(stores, 'NET002', session)).toHaveLength(1);
  });

  it('commits against the store as it is then, whatever was planned', async () => {
    const { stores, stream } = await stored();
    const ingest = await ingestOf(stores, options, stream);
    await ingest.plan();
    await append(stores, stream);
    expect(await ingest.commit()).toMatchObject({ inserted: 0, duplicates: 4, changed: 0, removed: missing });
  });

  it('takes more fills after a plan', async () => {
    const { stores, stream } = await stored();
    const ingest = await ingestOf(stores, options, stream);
    await ingest.plan();
    await ingest.add([storedFill()]);
    expect(await ingest.commit()).toMatchObject({ inserted: 3, duplicates: 1, changed: 1 });
  });

  it('stores all or nothing', async () => {
    const { stores, stream } = await stored();
    const before = await ingested(stores);
    const ingest = await ingestOf(stores, options, stream);
    await ingest.plan();
    const record = { sessionDate: session, fills: 1, fetchedAt: new Date('2026-03-03T10:00:00Z') };
    // The last statement of the transaction fails: the column takes whole numbers only.
    await expect(ingest.commit([record, { ...record, fills: 0.5 }])).rejects.toThrow(
      /cannot store REAL|type bigint/,
    );
    expect(await ingested(stores)).toEqual(before);
  });

  it('ends once', async () => {
    const { stores, stream } = await stored();
    const ingest = await ingestOf(stores, options, stream);
    await ingest.commit();
    const before = await ingested(stores);
    await expect(ingest.commit()).rejects.toThrow('ends once');
    await ingest.abandon();
    expect(await ingested(stores)).toEqual(before);
  });

  it('locks no other process out before its commit', async () => {
    const path = `${temporaryFolder()}/shared.db`;
    const [stores, other] = [await temporaryStores(path), await temporaryStores(path)];
    const ingest = await ingestOf(stores, options, [storedFill(), storedFill()]);
    await ingest.plan();
    await other.roster.set({ trader: 'OTHER' });
    expect(await ingest.commit()).toMatchObject({ inserted: 2 });
  });

  it('makes its plan again where another process wrote while it planned', async () => {
    const path = `${temporaryFolder()}/shared.db`;
    const [stores, other] = [await temporaryStores(path), await temporaryStores(path)];
    const [known, arriving] = [storedFill(), storedFill()];
    await append(stores, [known]);
    const { fillBlocks } = stores.database;
    let isPlanning = true;
    const load: typeof fillBlocks.load = async (...request) => {
      const block = await fillBlocks.load(...request);
      if (isPlanning) await append(other, [arriving]);
      return block;
    };
    const database = { ...stores.database, fillBlocks: { ...fillBlocks, load } };
    const ingest = await createIngest(database, options);
    await ingest.add([known, arriving]);
    await ingest.plan();
    isPlanning = false;
    expect(await ingest.commit()).toMatchObject({ inserted: 0, duplicates: 2 });
    expect(await storedFills(stores, 'NET001', session)).toHaveLength(2);
  });
});

describe('a stream that is staged on disk', () => {
  it('gives the same blocks as one in memory', async () => {
    const fills = Array.from({ length: 40 }, (_, n) =>
      storedFill({
        account: `NET00${n % 3}`,
        sessionDate: n % 2 === 0 ? session : '2026-03-03',
        status: n % 5 === 0 ? 'done' : '',
        identity: `P:${n % 37}`,
      }),
    );
    const [inMemory, onDisk] = [await temporaryStores(), await temporaryStores()];
    const expected = await (await ingestOf(inMemory, { wholeRange: null }, fills)).commit();
    expect(await (await ingestOf(onDisk, { wholeRange: null, mostInMemory: 7 }, fills)).commit()).toEqual(
      expected,
    );
    expect(await ingested(onDisk)).toEqual(await ingested(inMemory));
  });

  it('is not mixed with another stream, and survives a transaction that fails meanwhile', async () => {
    const stores = await temporaryStores();
    const options = { wholeRange: null, mostInMemory: 1 };
    const started = signal();
    const one = await createIngest(stores.database, options);
    const other = await createIngest(stores.database, options);
    const failing = stores.database.transaction(async () => {
      started.resolve();
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('rolled back');
    });
    await started.promise;
    const added = [
      one.add([storedFill(), storedFill()]),
      other.add([storedFill({ account: 'NET002' }), storedFill({ account: 'NET002' })]),
    ];
    await expect(failing).rejects.toThrow('rolled back');
    await Promise.all(added);
    expect(await one.commit()).toMatchObject({ inserted: 2, accounts: ['NET001'] });
    expect(await other.commit()).toMatchObject({ inserted: 2, accounts: ['NET002'] });
  });
});
