import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FILLS_HEADER, generateFills } from '../../scripts/bench/generateFills.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { createHealth } from '../../src/commands/health.ts';
import { importCommand } from '../../src/commands/import.ts';
import { migrateCommand } from '../../src/commands/migrate.ts';
import { preview } from '../../src/commands/morning.ts';
import { type World, withExistingStores, withStores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { emptyPostgres, hasPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const NOW = '2026-03-10T10:00:00Z';
const SESSION = '2026-03-10';

async function worldOn(store: 'sqlite' | 'postgres', settings: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const places = { DB_PATH: join(folder, 'daybreak.db'), CALENDAR_OVERRIDES: join(folder, 'calendar.txt') };
  const server = store === 'sqlite' ? {} : { DATABASE_URL: await emptyPostgres(onTestFinished) };
  return { folder, ...fakeWorld({ ...places, ...server, ...settings }, NOW) };
}

/** Fills of four traders over 25 sessions, as an operator exports them. */
function fillsFile(): string {
  const sessions = createCalendar('nyse').sessionsBetween('2026-02-02', '2026-03-09');
  const lines = [...generateFills({ seed: 7, traders: 4, sessions, fills: 1_500 })].map(({ line }) => line);
  const path = join(temporaryFolder(), 'fills.csv');
  writeFileSync(path, `${[FILLS_HEADER, ...lines].join('\n')}\n`);
  return path;
}

/** What a desk writes of these fills: the files of its dry run, its exports and its trail without hashes. */
async function written(store: 'sqlite' | 'postgres', fills: string) {
  const { world, folder } = await worldOn(store);
  await importCommand(world, [fills], { json: false });
  const options = { json: false, dryRun: true, to: [], force: false, allowStale: false, date: SESSION };
  await preview(world, options);
  for (const kind of ['trader-days', 'indicators'] as const)
    await exportCommand(world, kind, { json: false, out: join(folder, `outbox/${SESSION}/${kind}.csv`) });
  const outbox = join(folder, 'outbox', SESSION);
  const files = readdirSync(outbox).map((name) => [name, readFileSync(join(outbox, name), 'utf8')] as const);
  return Object.fromEntries(files);
}

describe.skipIf(!hasPostgres)('a desk on Postgres', () => {
  it('writes the same mail, limits and exports as one on SQLite, byte for byte', async () => {
    const fills = fillsFile();
    const [onSqlite, onPostgres] = [await written('sqlite', fills), await written('postgres', fills)];
    expect(Object.keys(onPostgres)).toEqual(
      expect.arrayContaining([
        'indicators.csv',
        'limits.csv',
        'morning.eml',
        'morning.html',
        'trader-days.csv',
      ]),
    );
    expect(onPostgres['trader-days.csv']?.split('\n').length).toBeGreaterThan(90);
    expect(onPostgres).toEqual(onSqlite);
  });

  it('that does not exist yet is not created by a command that only reads', async () => {
    const { world } = await worldOn('postgres');
    await expect(withExistingStores(world.config, async () => null)).rejects.toMatchObject({
      code: 'no_database',
      message: expect.stringMatching(
        /^Database postgres:\/\/daybreak@127\.0\.0\.1:\d+\/test_\w+ · found none/,
      ),
      hint: expect.stringContaining('DATABASE_URL'),
    });
    await withStores(world.config, async ({ roster }) => roster.set({ trader: 'NET001' }));
    expect(await withExistingStores(world.config, ({ roster }) => roster.all())).toHaveLength(1);
  });

  it('lists its own migrations', async () => {
    const { world, documents } = await worldOn('postgres');
    await migrateCommand(world, { adopt: false, json: true });
    const [{ migrations }] = documents as [{ migrations: { name: string; appliedAt: Date | null }[] }];
    expect(migrations.map(({ name }) => name)).toContain('2026-12-02-5-fills');
    expect(migrations.every(({ appliedAt }) => appliedAt !== null)).toBe(true);
  });

  it.each<readonly [string, (world: World) => Promise<unknown>]>([
    ['migrate --adopt', (world) => migrateCommand(world, { adopt: true, json: false })],
  ])('refuses %s, which works on a SQLite file', async (_, command) => {
    const { world } = await worldOn('postgres');
    await expect(command(world)).rejects.toMatchObject({ code: 'not_on_postgres' });
  });

  it('shows its size, and never its address, on /health', async () => {
    const { world } = await worldOn('postgres');
    const health = createHealth(world);
    await withStores(world.config, (stores) => health.look(stores));
    health.reportOn({
      status: () => ({
        ...QUIET,
        databaseProblem: `Database ${withoutPassword(world.config.databaseUrl)} · no answer from the server`,
      }),
    });
    const read = await health.read();
    expect(read.figures.databaseBytes).toBeGreaterThan(1_000_000);
    expect(JSON.stringify(read)).toContain('no answer from the server');
    expect(JSON.stringify(read)).not.toContain('127.0.0.1');
  });
});

const QUIET = {
  state: 'watching',
  why: '',
  wokenAt: new Date(NOW),
  morning: 'unknown',
  nextRunAt: null,
  backlog: 0,
  undelivered: 0,
  holder: null,
} as const;

function withoutPassword(address: string | null): string {
  return (address ?? '').replace(/:[^:@]*@/, '@');
}
