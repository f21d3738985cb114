import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FILLS_HEADER, generateFills } from '../../scripts/bench/generateFills.ts';
import { readFills, type StoredFill } from '../../src/adapters/database/store/fillReader.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { importCommand } from '../../src/commands/import.ts';
import { type World, withExistingStores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { emptyPostgres, hasPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const EVERYTHING = { from: '0000-01-01', to: '9999-12-31', trader: null };

async function deskOn(store: 'sqlite' | 'postgres') {
  const folder = temporaryFolder();
  const server = store === 'sqlite' ? {} : { DATABASE_URL: await emptyPostgres(onTestFinished) };
  const places = { DB_PATH: join(folder, 'daybreak.db'), CALENDAR_OVERRIDES: join(folder, 'calendar.txt') };
  const desk = fakeWorld({ ...places, ...server }, '2026-03-10T10:00:00Z');
  return { ...desk, folder, out: join(folder, 'fills.csv') };
}

/** The vendor's rows, and rows that an export could change: names, ids, tiny numbers, cancelled fills. */
function fillsFiles(folder: string): readonly string[] {
  const sessions = createCalendar('nyse').sessionsBetween('2026-03-02', '2026-03-06');
  const plain = [...generateFills({ seed: 3, traders: 3, sessions, fills: 300 })].map(({ line }) => line);
  const odd = [
    'Date/Time,Account,B/S,Qty,Symbol,Price,Comm,Order Id,Fill Id,Status,Currency',
    '03/02/2026 10:00:00,=1+1,T,0.00000001,AAPL,10.25,0.1,O1,F1,,usd',
    "03/02/2026 00:00:00,'=1+1,C,100,AAPL,-37.63,0.0000005,-O2,F2,,",
    '03/02/2026 10:00:00,NET\u200b9,B,1,"BRK,B",0,,O3;=x,F3,,',
    '03/02/2026 10:00:00,NET9,B,,AAPL,,,O4,F4,CXLD,',
    '03/02/2026 10:00:00,NET9,B,1,"say ""x""",1,,O5,,,',
    '03/02/2026 10:00:00,NET9,B,1,"say ""x""",1,,O5,,,',
  ];
  return [
    ['plain.csv', [FILLS_HEADER, ...plain]],
    ['odd.csv', odd],
  ].map(([name, lines]) => {
    const path = join(folder, String(name));
    writeFileSync(path, `${(lines as string[]).join('\n')}\n`);
    return path;
  });
}

async function storedFills({ config }: World): Promise<readonly StoredFill[]> {
  const fills: StoredFill[] = [];
  await withExistingStores(config, ({ database }) =>
    readFills(database, EVERYTHING, async (part) => void fills.push(...part)),
  );
  return fills;
}

const stores = [{ store: 'sqlite' as const }, ...(hasPostgres ? [{ store: 'postgres' as const }] : [])];

describe.each(stores)('export fills on $store', ({ store }) => {
  it('gives an empty desk the same fills', async () => {
    const [desk, other] = [await deskOn(store), await deskOn(store)];
    await importCommand(desk.world, fillsFiles(desk.folder), { json: false });
    await exportCommand(desk.world, 'fills', { json: false, out: desk.out });
    await importCommand(other.world, [desk.out], { json: false });
    const fills = await storedFills(desk.world);
    expect(fills).toHaveLength(306);
    expect(await storedFills(other.world)).toEqual(fills);
  });

  it('orders by session and account, and keeps to a range and a trader', async () => {
    const desk = await deskOn(store);
    await importCommand(desk.world, fillsFiles(desk.folder), { json: false });
    const options = { json: true, from: '2026-03-02', to: '2026-03-03', trader: 'NET001' };
    await exportCommand(desk.world, 'fills', options);
    const some = JSON.parse(
      desk.lines
        .splice(0)
        .join('')
        .replace(/^[^[]*/s, ''),
    );
    expect([...new Set(some.map((fill: { trader: string }) => fill.trader))]).toEqual(['NET001']);
    expect([...new Set(some.map((fill: { session_date: string }) => fill.session_date))]).toEqual([
      '2026-03-02',
      '2026-03-03',
    ]);
    const order = (await storedFills(desk.world)).map(({ fill }) => `${fill.sessionDate} ${fill.account}`);
    expect(order).toEqual(order.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  });

  it('refuses a trader that the roster does not have, and writes no file', async () => {
    const desk = await deskOn(store);
    await importCommand(desk.world, fillsFiles(desk.folder), { json: false });
    const options = { json: false, trader: 'NET007', out: desk.out };
    await expect(exportCommand(desk.world, 'fills', options)).rejects.toMatchObject({
      code: 'unknown_trader',
    });
    expect(existsSync(desk.out)).toBe(false);
  });
});

describe.skipIf(!hasPostgres)('export fills', () => {
  it('writes the same bytes from both stores', async () => {
    const files: string[] = [];
    for (const store of ['sqlite', 'postgres'] as const) {
      const desk = await deskOn(store);
      await importCommand(desk.world, fillsFiles(desk.folder), { json: false });
      await exportCommand(desk.world, 'fills', { json: false, out: desk.out });
      await exportCommand(desk.world, 'fills', { json: true, out: `${desk.out}.json` });
      files.push(readFileSync(desk.out, 'utf8') + readFileSync(`${desk.out}.json`, 'utf8'));
    }
    expect(files[0]).toContain(
      "03/02/2026 00:00:00,''=1+1,C,100,AAPL,-37.63,0.0000005,,'-O2,,F:2026-03-02:F2,,",
    );
    expect(files[1]).toBe(files[0]);
  });
});
