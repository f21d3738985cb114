import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeClock, noProgress, recordingLog } from '../../../../scripts/simulation/fakes.ts';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { createStores, type Stores } from '../../../../src/commands/world.ts';
import { createCalendar } from '../../../../src/domain/session/calendar.ts';
import { pruneFills } from '../../../../src/pipeline/prune.ts';
import { updateLedger } from '../../../../src/pipeline/updateLedger.ts';
import { storedFill } from '../../../support/fill.ts';
import { hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';
import { append } from '../../../support/stores.ts';

const calendar = createCalendar('nyse');
const clock = fakeClock('2026-04-01T10:00:00Z');
const FILLS_A_DAY = 500;

/** Sessions of the last week of January, of February and of March. */
const sessions = ['2026-01', '2026-02', '2026-03'].flatMap((month) =>
  calendar.sessionsBetween(`${month}-23`, `${month}-27`),
);

async function desk(): Promise<Stores> {
  const stores = createStores(await openPostgres(await temporaryPostgres()), null);
  onTestFinished(() => stores.database.close());
  const fills = sessions.flatMap((sessionDate) =>
    Array.from({ length: FILLS_A_DAY }, (_, place) =>
      storedFill({ sessionDate, side: place % 2 === 0 ? 'B' : 'S', secondOfDay: 34_200 + place }),
    ),
  );
  await append(stores, fills);
  await updateLedger({ ...stores, progress: noProgress });
  return stores;
}

const partitions = ({ database }: Stores) =>
  database.connection.values<string>(
    "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'fill'::regclass ORDER BY relname",
  );
const facts = (stores: Stores) => stores.ledger.days('0000-01-01', '9999-12-31');
const prune = (stores: Stores, retentionDays: number) =>
  pruneFills({ ...stores, clock, log: recordingLog(), calendar }, '2026-03-27', retentionDays);

describe.skipIf(!hasPostgres)('retention on Postgres', () => {
  it('drops the partition of each month whose fills are all gone, and gives its space back', async () => {
    const stores = await desk();
    const [before, figures] = [(await stores.database.bytes()) ?? 0, await facts(stores)];
    expect(await partitions(stores)).toEqual(['fill_2026_01', 'fill_2026_02', 'fill_2026_03']);
    await prune(stores, 10);
    expect(await partitions(stores)).toEqual(['fill_2026_03']);
    expect(before - ((await stores.database.bytes()) ?? 0)).toBeGreaterThan(500_000);
    expect(await facts(stores)).toEqual(figures);
    expect(await stores.database.schemaDifferences()).toEqual([]);
  });

  it('keeps the partition of a month of which fills are left, and makes a dropped one again for late fills', async () => {
    const stores = await desk();
    await prune(stores, 31);
    expect(await partitions(stores)).toEqual(['fill_2026_02', 'fill_2026_03']);
    await append(stores, [storedFill({ sessionDate: '2026-01-23', account: 'NET002' })]);
    expect(await partitions(stores)).toEqual(['fill_2026_01', 'fill_2026_02', 'fill_2026_03']);
  });

  it('leaves the partitions while another program reads them, and drops them at the next pruning', async () => {
    const stores = await desk();
    await stores.database.snapshot(async (reader) => {
      await reader.value('SELECT count(*) FROM fill');
      await prune(stores, 10);
      expect(await partitions(stores)).toHaveLength(3);
    });
    await prune(stores, 9);
    expect(await partitions(stores)).toEqual(['fill_2026_03']);
  });
});
