import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer } from '../../scripts/simulation/mailServer.ts';
import { copyStoreCommand } from '../../src/commands/copyStore.ts';
import { hasDatabase } from '../../src/commands/deskDatabase.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { preview } from '../../src/commands/morning.ts';
import { withExistingStores, withStores } from '../../src/commands/world.ts';
import { cli } from '../support/cli.ts';
import { FILLS_HEADER, tradedSessions } from '../support/fillsFile.ts';
import { killableCli } from '../support/killable.ts';
import { asSuperuser, emptyPostgres, hasPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';
import { fakeWorld } from '../support/world.ts';

const NOW = '2026-03-10T10:00:00Z';

/** A desk with five imported sessions and a morning that was mailed. */
async function mailedDesk() {
  const place = workplace();
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...tradedSessions(5)));
  const server = await mailServer({});
  onTestFinished(() => server.close());
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
  };
  expect((await cli(['morning', '--force'], settings, place.folder)).exitCode).toBe(0);
  return { folder: place.folder, path: join(place.folder, 'data', 'daybreak.db') };
}

function worldOf(settings: Readonly<Record<string, string>>) {
  const calendar = { CALENDAR_OVERRIDES: join(temporaryFolder(), 'calendar.txt') };
  return fakeWorld({ ...calendar, ...settings }, NOW);
}

/** A desk in words: its exports, mails, decisions and audit trail. */
async function contentOf(settings: Readonly<Record<string, string>>) {
  const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'none.db'), ...settings });
  const folder = temporaryFolder();
  for (const kind of ['fills', 'trader-days', 'decisions', 'indicators'] as const)
    await exportCommand(world, kind, { json: false, out: join(folder, `${kind}.csv`) });
  const tables = await withExistingStores(world.config, async ({ database: { connection } }) => ({
    mails: await connection.all('SELECT * FROM outbox ORDER BY id'),
    audit: await connection.all('SELECT * FROM audit_entry ORDER BY sequence'),
    learned: await connection.all('SELECT * FROM learned_session ORDER BY session_date'),
  }));
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  return { ...tables, exports: Object.fromEntries(files) };
}

/** The files that a dry run of the next morning writes. */
async function nextMorning(settings: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const { world } = worldOf({ DB_PATH: join(folder, 'daybreak.db'), ...settings });
  const session = '2026-03-09';
  const options = { json: false, dryRun: true, to: [], force: true, allowStale: false, date: session };
  await preview(world, options);
  const outbox = join(
    settings['DB_PATH'] === undefined ? folder : join(settings['DB_PATH'], '..'),
    'outbox',
    session,
  );
  return Object.fromEntries(
    readdirSync(outbox).map((name) => [name, readFileSync(join(outbox, name), 'utf8')]),
  );
}

const copy = (from: string, to: string, now = NOW) =>
  copyStoreCommand(fakeWorld({}, now).world, { from, to, json: true });

const OTHER_DESK = "UPDATE trader SET desk = 'Futures'";

/** A copy that ends, as if it were killed, when it has copied an item. */
function copyUntil(item: string, from: string, to: string) {
  const { world } = fakeWorld({}, NOW);
  const debug = (_: string, details: Readonly<Record<string, unknown>> = {}) => {
    if (details['item'] === item) throw new Error('killed');
  };
  const options = { from, to, json: true };
  return copyStoreCommand({ ...world, log: { ...world.log, debug } }, options);
}

describe.skipIf(!hasPostgres)('copy-store', () => {
  it('moves a desk to Postgres and back, killed in the middle, and every byte is the same', async () => {
    const { folder, path } = await mailedDesk();
    const url = await emptyPostgres(onTestFinished);
    const before = readFileSync(path);
    const args = ['copy-store', '--from', `sqlite:${path}`, '--to', 'DATABASE_URL', '--json'];
    const settings = { DATABASE_URL: url, LOG_LEVEL: 'debug' };
    const killed = await killableCli(args, settings, folder, 'table trader_day').ended;
    expect(killed.killed).toBe(true);
    const { stdout, exitCode } = await cli(args, settings, folder);
    expect(exitCode).toBe(0);
    const copied = JSON.parse(stdout);
    expect(copied).toMatchObject({ sessions: 5, fills: 10 });
    expect(copied.resumed).toBeGreaterThan(3);
    expect(copied.to).not.toContain(new URL(url).password);
    expect(readFileSync(path).equals(before)).toBe(true);

    const back = join(temporaryFolder(), 'back.db');
    expect(await copy(url, `sqlite:${back}`)).toBe(0);
    expect(statSync(back).mode & 0o777).toBe(0o600);
    const original = await contentOf({ DB_PATH: path });
    expect(original.mails.length).toBeGreaterThan(0);
    expect(original.audit.length).toBeGreaterThan(5);
    expect(await contentOf({ DATABASE_URL: url })).toEqual(original);
    expect(await contentOf({ DB_PATH: back })).toEqual(original);
    for (const place of [{ DATABASE_URL: url }, { DB_PATH: back }]) {
      const verdict = await cli(['audit', '--verify', '--json'], place, temporaryFolder());
      expect(JSON.parse(verdict.stdout)).toMatchObject({ ok: true, entries: original.audit.length });
    }
    const morning = await nextMorning({ DB_PATH: path });
    expect(Object.keys(morning)).toContain('morning.eml');
    expect(await nextMorning({ DATABASE_URL: url })).toEqual(morning);
  });

  it('lets no other desk begin where a copy is unfinished', async () => {
    const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'a.db') });
    await withStores(world.config, ({ roster }) => roster.set({ trader: 'NET001' }));
    const [url, path] = [await emptyPostgres(onTestFinished), join(temporaryFolder(), 'b.db')];
    const from = `sqlite:${world.config.dbPath}`;
    await expect(copyUntil('table drift_look', from, url)).rejects.toThrow('killed');
    const whole = await emptyPostgres(onTestFinished);
    await copy(from, whole);
    await expect(copyUntil('table drift_look', whole, `sqlite:${path}`)).rejects.toThrow('killed');
    for (const place of [{ DATABASE_URL: url }, { DB_PATH: path }]) {
      const { config } = worldOf(place).world;
      await expect(withStores(config, async () => 0)).rejects.toMatchObject({ code: 'copy_unfinished' });
      await expect(hasDatabase(config)).rejects.toMatchObject({
        code: 'copy_unfinished',
        hint: expect.stringContaining('it goes on where it ended'),
      });
    }
    expect(existsSync(path)).toBe(false);
    await copy(from, url);
    await expect(hasDatabase(worldOf({ DATABASE_URL: url }).world.config)).resolves.toBe(true);
  });

  it('refuses a target with other data, and an unfinished copy of another desk', async () => {
    const url = await emptyPostgres(onTestFinished);
    const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'a.db') });
    await withStores(world.config, ({ roster }) => roster.set({ trader: 'NET001' }));
    const from = `sqlite:${world.config.dbPath}`;
    await copy(from, url);
    await expect(copy(from, url)).rejects.toMatchObject({ code: 'database_in_the_way' });
    const existing = join(temporaryFolder(), 'existing.db');
    await copy(url, `sqlite:${existing}`);
    await expect(copy(url, `sqlite:${existing}`)).rejects.toMatchObject({ code: 'database_in_the_way' });
    const fresh = join(temporaryFolder(), 'fresh.db');
    await copy(url, `sqlite:${fresh}.copying`);
    await expect(copy(url, `sqlite:${fresh}`)).rejects.toMatchObject({
      code: 'database_in_the_way',
      message: expect.stringContaining('an unfinished copy of another desk'),
    });
    expect(existsSync(fresh)).toBe(false);
  });

  it('refuses while a run holds its lease on the source', async () => {
    const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'a.db') });
    const until = new Date('2026-03-10T10:05:00Z');
    await withStores(world.config, ({ runs }) =>
      runs.acquire('2026-03-10', 'a morning', new Date(NOW), until),
    );
    const url = await emptyPostgres(onTestFinished);
    const from = `sqlite:${world.config.dbPath}`;
    await expect(copy(from, url)).rejects.toMatchObject({
      code: 'database_in_use',
      message: expect.stringContaining('a run of a morning'),
    });
    expect(await copy(from, url, '2026-03-10T10:06:00Z')).toBe(0);
  });

  it.each<readonly [string, (url: string, back: string) => Promise<unknown>]>([
    ['the source', (url) => asSuperuser(OTHER_DESK, url)],
    ['the copy', async (_, back) => new Driver(`${back}.copying`).exec(OTHER_DESK).close()],
  ])('puts no copy in place where %s changed between two runs', async (_, change) => {
    const url = await emptyPostgres(onTestFinished);
    const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'a.db') });
    await withStores(world.config, ({ roster }) => roster.set({ trader: 'NET001', desk: 'Equities' }));
    await copy(`sqlite:${world.config.dbPath}`, url);
    const back = join(temporaryFolder(), 'back.db');
    await expect(copyUntil('table drift_look', url, `sqlite:${back}`)).rejects.toThrow('killed');
    expect(existsSync(back)).toBe(false);
    await change(url, back);
    await expect(copy(url, `sqlite:${back}`)).rejects.toMatchObject({
      code: 'copy_differs',
      message: expect.stringContaining('table trader · found 1 rows with hash'),
    });
    expect(existsSync(back)).toBe(false);
  });

  it('puts no copy in place whose audit trail is broken', async () => {
    const { world } = worldOf({ DB_PATH: join(temporaryFolder(), 'a.db') });
    await withStores(world.config, async ({ roster, database }) => {
      await roster.set({ trader: 'NET001' });
      await database.connection.run('DROP TRIGGER audit_entry_never_changes');
      await database.connection.run("UPDATE audit_entry SET body = '{}'");
    });
    const url = await emptyPostgres(onTestFinished);
    await expect(copy(`sqlite:${world.config.dbPath}`, url)).rejects.toMatchObject({ code: 'copy_differs' });
    await expect(
      withExistingStores({ ...world.config, databaseUrl: url }, async () => null),
    ).rejects.toMatchObject({
      code: 'copy_unfinished',
    });
  });

  it('refuses a file of another program', async () => {
    const path = join(temporaryFolder(), 'other.db');
    new Driver(path).exec('CREATE TABLE t (a)').close();
    const url = await emptyPostgres(onTestFinished);
    await expect(copy(`sqlite:${path}`, url)).rejects.toMatchObject({ code: 'database_not_one' });
  });

  it.each([
    ['sqlite:a.db', 'sqlite:b.db', /found two files/],
    ['a.db', 'DATABASE_URL', /--from · found another text/],
    ['sqlite:a.db', 'DATABASE_URL', /--to · found DATABASE_URL, which is not set/],
  ])('is bad usage from %s to %s', async (from, to, message) => {
    await expect(copy(from, to)).rejects.toMatchObject({
      code: 'copy_usage',
      message: expect.stringMatching(message),
    });
  });
});
