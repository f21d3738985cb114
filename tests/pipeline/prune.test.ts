import { statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { pruneFills } from '../../src/pipeline/prune.ts';
import { readDesk } from '../../src/pipeline/steps/indicators.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { storedFill } from '../support/fill.ts';
import { append, temporaryFolder, temporarySqlite, temporaryStores } from '../support/stores.ts';

type Stores = Awaited<ReturnType<typeof temporaryStores>>;

const calendar = createCalendar('nyse');
const clock = fakeClock('2026-03-21T10:00:00Z');
const at = clock.now();
/** Fifteen sessions, three whole weeks. */
const sessions = calendar.sessionsBetween('2026-03-02', '2026-03-20');
const last = '2026-03-20';

const update = (stores: Stores) => updateLedger({ ...stores, progress: noProgress });
const facts = (stores: Stores) => stores.ledger.days('0000-01-01', '9999-12-31');
const lots = (stores: Stores) =>
  stores.database.connection.all('SELECT * FROM open_lot ORDER BY trader_id, session_date, ordinal');
const storedSessions = (stores: Stores) =>
  stores.database.connection.values<string>(
    'SELECT DISTINCT session_date FROM fill_block ORDER BY session_date',
  );
const pruneTo = (stores: Stores, retentionDays: number, through = last, log = recordingLog()) =>
  pruneFills({ ...stores, clock, log, calendar }, through, retentionDays);

/** NET001 buys a share every session and sells two of them on the last; NET002 trades in and out. */
function fills(through = last): Fill[] {
  return sessions
    .filter((session) => session <= through)
    .flatMap((sessionDate, index) => [
      storedFill({ sessionDate, quantity: 1, price: 10 + index, side: sessionDate === last ? 'S' : 'B' }),
      storedFill({ sessionDate, account: 'NET002', symbol: 'ESH6', quantity: 2 }),
      storedFill({
        sessionDate,
        account: 'NET002',
        symbol: 'ESH6',
        quantity: 2,
        side: 'S',
        price: 11,
        secondOfDay: 36_060,
      }),
    ]);
}

async function deskWith(all: readonly Fill[]): Promise<Stores> {
  const stores = await temporaryStores();
  await append(stores, all);
  await update(stores);
  return stores;
}

describe('pruning', () => {
  it('removes old fills and keeps facts, lots and totals', async () => {
    const stores = await deskWith(fills());
    const before = { facts: await facts(stores), lots: await lots(stores) };
    await pruneTo(stores, 9);
    expect(await storedSessions(stores)).toEqual(sessions.filter((session) => session >= '2026-03-11'));
    expect({ facts: await facts(stores), lots: await lots(stores) }).toEqual(before);
    expect(await update(stores)).toMatchObject({ days: 0 });
    expect({ facts: await facts(stores), lots: await lots(stores) }).toEqual(before);
  });

  it('with any retention, between any mornings, does not change any fact or indicator', async () => {
    const sketch = fc.record({
      session: fc.constantFrom(...sessions),
      account: fc.constantFrom('NET001', 'NET002'),
      side: fc.constantFrom('B' as const, 'S' as const),
      quantity: fc.integer({ min: 1, max: 5 }),
      price: fc.integer({ min: 8, max: 12 }),
      secondOfDay: fc.integer({ min: 34_200, max: 57_599 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sketch, { minLength: 10, maxLength: 60 }),
        fc.integer({ min: 0, max: 30 }),
        async (rows, retentionDays) => {
          const [pruned, whole] = [await temporaryStores(), await temporaryStores()];
          const all = rows.map(({ session, ...rest }) => storedFill({ ...rest, sessionDate: session }));
          for (const session of sessions) {
            const own = all.filter(({ sessionDate }) => sessionDate === session);
            for (const stores of [pruned, whole]) {
              await append(stores, own);
              await update(stores);
            }
            await pruneTo(pruned, retentionDays, session);
          }
          const [desk, wholeDesk] = [
            await readDesk({ ...pruned, calendar }, last, 5000),
            await readDesk({ ...whole, calendar }, last, 5000),
          ];
          expect(await facts(pruned)).toEqual(await facts(whole));
          expect(await lots(pruned)).toEqual(await lots(whole));
          expect(desk).toEqual(wholeDesk);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('never removes the sessions that mornings fetch again, whatever the retention', async () => {
    const stores = await deskWith(fills());
    await pruneTo(stores, 0);
    expect(await storedSessions(stores)).toEqual(sessions.slice(-5));
  });

  it('ignores a fill with a date in the future', async () => {
    const stores = await deskWith([...fills(), storedFill({ sessionDate: '2099-01-02' })]);
    await pruneTo(stores, 30);
    expect(await storedSessions(stores)).toEqual([...sessions, '2099-01-02']);
  });

  it('keeps the fills of a trader from the first day that the ledger has not computed', async () => {
    const stores = await deskWith(fills());
    await append(stores, [storedFill({ sessionDate: '2026-03-04' })]);
    const log = recordingLog();
    await pruneTo(stores, 9, last, log);
    const kept =
      await stores.database.connection.rows(`SELECT DISTINCT code, session_date FROM fill_block JOIN account ON account.id = account_id
          WHERE session_date < '2026-03-11' ORDER BY session_date`);
    expect(kept).toEqual(['04', '05', '06', '09', '10'].map((day) => ['NET001', `2026-03-${day}`]));
    expect(log.lines).toContainEqual(expect.stringMatching(/^warn old fills were kept.*"keptTraderDays":5/));
    await update(stores);
    await pruneTo(stores, 9);
    expect((await storedSessions(stores))[0]).toBe('2026-03-11');
  });

  it('logs a failure and does not throw, because the mails are already sent', async () => {
    const stores = await deskWith(fills());
    const log = recordingLog();
    const broken = { ...stores.fills, prune: async () => Promise.reject(new Error('disk full')) };
    await pruneFills({ fills: broken, clock, log, calendar }, last, 9);
    expect(log.lines).toEqual([expect.stringMatching(/^error old fills could not be pruned.*disk full/)]);
  });

  it('shrinks the database file', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const stores = await temporarySqlite(path);
    const day = (sessionDate: string) =>
      Array.from({ length: 4_000 }, (_, second) =>
        storedFill({ sessionDate, secondOfDay: 34_200 + second, side: second % 2 === 0 ? 'B' : 'S' }),
      );
    for (const session of sessions) await append(stores, day(session));
    await update(stores);
    stores.database.driver.pragma('wal_checkpoint(TRUNCATE)');
    const before = statSync(path).size;
    await stores.fills.prune('2026-03-16', at);
    expect(statSync(path).size).toBeLessThan(before * 0.45);
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect(stores.database.driver.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('fills of a pruned day', () => {
  it('that are imported again count as duplicates and change nothing', async () => {
    const all = fills();
    const stores = await deskWith(all);
    const before = await facts(stores);
    await pruneTo(stores, 9);
    const counts = await append(stores, all);
    expect(counts).toMatchObject({ inserted: 0, duplicates: all.length, changed: 0, refused: [] });
    expect(await update(stores)).toMatchObject({ days: 0 });
    expect(await facts(stores)).toEqual(before);
  });

  it('that are fetched again from the source change nothing either', async () => {
    const all = fills();
    const stores = await deskWith(all);
    const before = await facts(stores);
    await pruneTo(stores, 9);
    const ingest = await stores.fills.replaceRange('2026-03-02', last);
    await ingest.add(all);
    expect((await ingest.plan()).get('2026-03-02')).toEqual({
      inserted: 0,
      duplicates: 3,
      changed: 0,
      missing: 0,
    });
    expect(await ingest.commit()).toMatchObject({ inserted: 0, removed: 0, refused: [] });
    await update(stores);
    expect(await facts(stores)).toEqual(before);
  });

  it.each([
    ['corrected', (all: Fill[]) => all.map((fill, at) => (at === 0 ? { ...fill, price: 99 } : fill)), 1],
    ['with one more', (all: Fill[]) => [...all, storedFill({ sessionDate: '2026-03-02' })], 2],
    ['with one less, though other accounts are whole', (all: Fill[]) => all.filter((_, at) => at !== 1), 1],
  ])('that come %s are refused, with their count and why', async (_, changed, refusedFills) => {
    const all = fills();
    const stores = await deskWith(all);
    const before = await facts(stores);
    await pruneTo(stores, 9);
    const monday = changed(all.filter(({ sessionDate }) => sessionDate === '2026-03-02'));
    const counts = await append(stores, monday);
    expect(counts).toMatchObject({ inserted: 0, changed: 0, duplicates: monday.length - refusedFills });
    expect(counts.refused).toEqual([
      {
        account: expect.stringMatching(/^NET00[12]$/),
        sessionDate: '2026-03-02',
        fills: refusedFills,
        prunedFills: expect.any(Number),
        prunedThrough: '2026-03-10',
      },
    ]);
    expect(await update(stores)).toMatchObject({ days: 0 });
    expect(await facts(stores)).toEqual(before);
  });

  it('that were never stored are refused too, because their lots would change days that cannot be computed', async () => {
    const stores = await deskWith(fills());
    const before = await facts(stores);
    await pruneTo(stores, 9);
    const early = storedFill({ sessionDate: '2026-02-27' });
    expect((await append(stores, [early])).refused).toEqual([
      {
        account: 'NET001',
        sessionDate: '2026-02-27',
        fills: 1,
        prunedFills: null,
        prunedThrough: '2026-03-10',
      },
    ]);
    await update(stores);
    expect(await facts(stores)).toEqual(before);
  });

  it('do not block the old fills of a trader whose fills were not pruned', async () => {
    const stores = await deskWith(fills());
    await pruneTo(stores, 9);
    expect(await append(stores, [storedFill({ sessionDate: '2026-03-03', account: 'NEW' })])).toMatchObject({
      inserted: 1,
      refused: [],
    });
  });

  it('of a second account of the same trader are refused, known or new', async () => {
    const stores = await deskWith(fills());
    await stores.roster.set({ trader: 'NET001', accounts: ['NET001', 'NET001B'] });
    await pruneTo(stores, 9);
    const { refused } = await append(stores, [storedFill({ sessionDate: '2026-03-03', account: 'NET001B' })]);
    expect(refused).toHaveLength(1);
  });

  it('that another process prunes during an import make the import start again', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const [stores, other] = [await temporaryStores(path), await temporaryStores(path)];
    const all = fills();
    await append(stores, all);
    await update(stores);
    const ingest = await stores.fills.append();
    await ingest.add(all);
    await pruneTo(other, 9);
    await expect(ingest.commit()).rejects.toThrow(/pruned while these came in/);
    await ingest.abandon();
    expect(await append(stores, all)).toMatchObject({ inserted: 0, duplicates: all.length });
  });
});

describe('a roster change after pruning', () => {
  it('of a multiplier recomputes what it can and names the other days', async () => {
    const stores = await deskWith(fills());
    const before = await facts(stores);
    await pruneTo(stores, 9);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    expect(await update(stores)).toMatchObject({ traders: 1, days: 8 });
    const oldDays = sessions.filter((session) => session < '2026-03-11');
    expect(await stores.ledger.blocked()).toEqual([{ trader: 'NET002', sessions: oldDays }]);
    const after = await facts(stores);
    expect(after.filter(({ sessionDate }) => sessionDate < '2026-03-11')).toEqual(
      before.filter(({ sessionDate }) => sessionDate < '2026-03-11'),
    );
    expect(after.at(-1)).toMatchObject({ trader: 'NET002', grossPnl: 100 });
    expect(await update(stores)).toMatchObject({ days: 0 });
    expect(await stores.ledger.blocked()).toHaveLength(1);
  });

  it('without effect names no day', async () => {
    const stores = await deskWith(fills());
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    await update(stores);
    await pruneTo(stores, 9);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    await stores.roster.setMultiplier({ pattern: 'NQ*', multiplier: 20 });
    expect(await stores.ledger.blocked()).toEqual([]);
  });

  it('is completed by importing the pruned fills again, and only those days are recomputed', async () => {
    const all = fills();
    const [stores, whole] = [await deskWith(all), await deskWith(all)];
    await pruneTo(stores, 9);
    for (const each of [stores, whole]) await each.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    await update(stores);
    await update(whole);
    expect(await append(stores, all)).toMatchObject({ inserted: 14, refused: [] });
    await update(stores);
    expect(await facts(stores)).toEqual(await facts(whole));
    expect(await stores.ledger.blocked()).toEqual([]);
    await pruneTo(stores, 9);
    expect((await storedSessions(stores))[0]).toBe('2026-03-11');
  });

  it('stops at a pruned day whose lots it would change, and names that day', async () => {
    const tuesday = storedFill({ sessionDate: '2026-03-03', symbol: 'ESH6', quantity: 1 });
    const aapl = fills().filter(({ account }) => account === 'NET001');
    const sold = storedFill({ sessionDate: '2026-03-03', symbol: 'ESH6', quantity: 1, side: 'S' });
    const all = [...aapl.filter(({ sessionDate }) => sessionDate <= '2026-03-03'), tuesday, sold];
    const stores = await deskWith([...aapl, tuesday, sold]);
    await pruneTo(stores, 9);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    expect(await stores.ledger.blocked()).toEqual([{ trader: 'NET001', sessions: ['2026-03-03'] }]);
    // Only Tuesday is imported again: Wednesday stays pruned.
    await append(stores, all);
    await update(stores);
    expect(await stores.ledger.blocked()).toEqual([]);
    await append(stores, [{ ...tuesday, quantity: 3 }]);
    const before = await facts(stores);
    await update(stores);
    expect(await stores.ledger.blocked()).toEqual([{ trader: 'NET001', sessions: ['2026-03-04'] }]);
    const later = (days: typeof before) => days.filter(({ sessionDate }) => sessionDate > '2026-03-03');
    expect(later(await facts(stores))).toEqual(later(before));
  });

  it('names the pruned days on which a position with a new multiplier was only carried', async () => {
    const tuesday = storedFill({ sessionDate: '2026-03-03', symbol: 'ESH6', quantity: 1 });
    const stores = await deskWith([...fills(), tuesday]);
    await pruneTo(stores, 9);
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    const [blocked] = await stores.ledger.blocked();
    expect(blocked).toMatchObject({ trader: 'NET001' });
    expect(blocked?.sessions.slice(0, 2)).toEqual(['2026-03-03', '2026-03-04']);
  });

  it.each([
    ['a pruned account', 'NET002'],
    ['an account with fills as old as the new trader’s pruned ones', 'LATE'],
  ])('refuses to move %s to another trader, and changes nothing', async (_, account) => {
    const stores = await deskWith(fills());
    await pruneTo(stores, 9);
    await append(stores, [storedFill({ sessionDate: '2026-03-03', account: 'LATE' })]);
    await update(stores);
    const before = { roster: await stores.roster.all(), facts: await facts(stores) };
    await expect(stores.roster.set({ trader: 'NET001', accounts: [account] })).rejects.toMatchObject({
      code: 'account_pruned',
    });
    await update(stores);
    expect({ roster: await stores.roster.all(), facts: await facts(stores) }).toEqual(before);
  });

  it('moves an account that is newer than the pruned fills', async () => {
    const stores = await deskWith(fills());
    await pruneTo(stores, 9);
    await append(stores, [storedFill({ sessionDate: last, account: 'YOUNG' })]);
    await stores.roster.set({ trader: 'NET001', accounts: ['YOUNG'] });
    await update(stores);
    expect((await facts(stores)).at(-2)).toMatchObject({ trader: 'NET001', sessionDate: last, fills: 2 });
  });
});
