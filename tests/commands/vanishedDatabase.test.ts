import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../src/commands/audit.ts';
import { backtestCommand } from '../../src/commands/backtest.ts';
import { backUp, backupCommand } from '../../src/commands/backup.ts';
import { rosterSet } from '../../src/commands/changeRoster.ts';
import { checks } from '../../src/commands/doctorChecks.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { importCommand } from '../../src/commands/import.ts';
import { migrateCommand } from '../../src/commands/migrate.ts';
import { morning } from '../../src/commands/morning.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { rosterList } from '../../src/commands/rosterList.ts';
import { openStores, type World } from '../../src/commands/world.ts';
import { FILLS_HEADER, fillRow } from '../support/fillsFile.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const json = { json: true };
const dryMorning = { json: false, dryRun: true, to: [], force: true, allowStale: false };

/** A desk with one backup and a roster that was changed after it. */
async function desk() {
  const path = join(temporaryFolder(), 'daybreak.db');
  const backupDir = join(dirname(path), 'backups');
  const { world, documents } = fakeWorld({ DB_PATH: path, BACKUP_DIR: backupDir }, '2026-03-03T12:00:00Z');
  await rosterSet(world, 'NET001', { json: true, limit: 4000, account: [], new: true });
  const { file } = await backUp(world);
  const earlier = join(dirname(path), 'earlier.db');
  copyFileSync(path, earlier);
  await rosterSet(world, 'NET001', { json: true, limit: 4500, account: [], new: false });
  return { path, world, documents, file, earlier, head: `${path}.audit-head` };
}

/** The database of another desk, with a longer trail. */
async function otherDesk(): Promise<string> {
  const path = join(temporaryFolder(), 'other.db');
  const { roster, database } = await openStores(path);
  for (const limit of [1000, 2000, 3000, 4000, 5000])
    await roster.set({ trader: 'NET009', baseLimit: limit });
  await database.close();
  return path;
}

function removeAll(files: readonly string[]): void {
  for (const file of files) rmSync(file, { recursive: true });
}

type Desk = Awaited<ReturnType<typeof desk>>;
const remove = ({ path }: Desk) => rmSync(path);

const losses: [string, (desk: Desk) => void | Promise<void>][] = [
  ['was deleted', remove],
  ['is empty', ({ path }) => truncateSync(path, 0)],
  ['was deleted with the record of its audit head', ({ path, head }) => removeAll([path, head])],
  ['was deleted with its backups', ({ path, file }) => removeAll([path, dirname(file)])],
  ["is another desk's", async ({ path }) => copyFileSync(await otherDesk(), path)],
  ['is an older copy', ({ path, earlier }) => copyFileSync(earlier, path)],
  [
    'is a new one, without the record of its audit head',
    async ({ path, head }) => {
      for (const file of [path, head]) rmSync(file);
      const { database } = await openStores(path);
      await database.close();
      rmSync(head);
    },
  ],
  [
    'has no tables',
    ({ path }) => {
      rmSync(path);
      const driver = new Driver(path);
      driver.pragma('user_version = 1');
      driver.close();
    },
  ],
];

const writers: [string, (world: World, folder: string) => Promise<unknown>][] = [
  ['a dry run with --force', (world) => morning(world, dryMorning)],
  ['roster set', (world) => rosterSet(world, 'NET002', { json: true, account: [], new: true })],
  ['roster list', (world) => rosterList(world, json)],
  ['migrate', (world) => migrateCommand(world, { json: true, adopt: false })],
  ['export', (world) => exportCommand(world, 'decisions', json)],
  ['audit', (world) => auditCommand(world, { json: true, verify: false })],
  ['backtest', (world, folder) => backtestCommand(world, { json: true, out: folder })],
  [
    'import',
    (world, folder) => {
      const file = join(folder, 'fills.csv');
      writeFileSync(file, `${FILLS_HEADER}\n${fillRow({}, '1')}\n`);
      return importCommand(world, [file], json);
    },
  ],
];

describe('a database that', () => {
  it.each(losses)('%s stops every command, which names the backup, and creates nothing', async (_, lose) => {
    const each = await desk();
    await lose(each);
    const before = existsSync(each.path) ? readFileSync(each.path) : null;
    for (const [name, run] of writers) {
      const error = await run(each.world, temporaryFolder()).catch((thrown: unknown) => thrown);
      expect([name, error]).toEqual([name, expect.objectContaining({ code: 'database_vanished' })]);
      const restore = existsSync(each.file)
        ? `npm run restore -- ${each.file} --force`
        : 'There is no good backup';
      expect(error).toMatchObject({ hint: expect.stringContaining(restore) });
    }
    expect(existsSync(each.path) ? readFileSync(each.path) : null).toEqual(before);
  });

  it.each(losses.slice(0, 6))('%s is red in doctor, and fails audit --verify', async (_, lose) => {
    const each = await desk();
    await lose(each);
    for (const name of ['database', 'audit', 'last run', 'outbox'])
      await expect(checks[name]?.(each.world)).rejects.toMatchObject({ code: 'database_vanished' });
    const verified = auditCommand(each.world, { json: false, verify: true });
    await expect(verified).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:database_vanished|audit_broken)$/),
      hint: expect.stringMatching(/migrate -- --adopt|npm run restore/),
    });
  });

  it('was deleted is restored without --force, and the desk works again', async () => {
    const each = await desk();
    remove(each);
    expect(await restoreCommand(each.world, each.file, { json: true, force: false })).toBe(0);
    expect(await rosterSet(each.world, 'NET002', { json: true, account: [], new: true })).toBe(0);
  });

  it('was restored by a process that was killed before it moved the record is accepted', async () => {
    const each = await desk();
    const old = readFileSync(each.head);
    expect(await restoreCommand(each.world, each.file, { json: true, force: true })).toBe(0);
    expect(readFileSync(each.head)).not.toEqual(old);
    writeFileSync(each.head, old);
    expect(await rosterList(each.world, json)).toBe(0);
    expect(readFileSync(each.head)).not.toEqual(old);
  });

  it('was deleted is replaced by a new one on purpose with migrate --adopt', async () => {
    const each = await desk();
    remove(each);
    expect(await migrateCommand(each.world, { json: true, adopt: true })).toBe(0);
    expect(each.documents.at(-1)).toMatchObject({ adopted: { isNew: true } });
    expect(await rosterSet(each.world, 'NET002', { json: true, account: [], new: true })).toBe(0);
    expect(await auditCommand(each.world, { json: true, verify: true })).toBe(0);
  });

  it("is another desk's on purpose is adopted, and its mails of today are unknown", async () => {
    const each = await desk();
    copyFileSync(await otherDesk(), each.path);
    await migrateCommand(each.world, { json: true, adopt: true });
    const { outbox, database } = await openStores(each.path);
    expect(await outbox.restored('2026-03-03', 'morning')).toMatchObject({ at: each.world.clock.now() });
    await database.close();
    expect(await auditCommand(each.world, { json: true, verify: true })).toBe(0);
  });

  it('lost its write-ahead log after its process was killed is complete, and is accepted', async () => {
    const each = await desk();
    // A second connection keeps the journal from being written back at closing, as a killed process does.
    const reader = new Driver(each.path);
    reader.prepare('SELECT count(*) FROM audit_entry').get();
    const { roster, database } = await openStores(each.path);
    await roster.set({ trader: 'NET003', baseLimit: 1 });
    const kept = join(dirname(each.path), 'killed.db');
    copyFileSync(each.path, kept);
    copyFileSync(each.head, `${kept}.audit-head`);
    await database.close();
    reader.close();
    const { world, documents } = fakeWorld(
      { DB_PATH: kept, BACKUP_DIR: temporaryFolder() },
      '2026-03-03T12:00:00Z',
    );
    expect(await rosterList(world, json)).toBe(0);
    expect(JSON.stringify(documents.at(-1))).toContain('NET003');
  });

  it('belongs to another program is refused and stays unchanged, on a new desk too', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const driver = new Driver(path);
    driver.exec('CREATE TABLE notes (text)');
    driver.close();
    const before = readFileSync(path);
    const { world } = fakeWorld({ DB_PATH: path }, '2026-03-03T12:00:00Z');
    await expect(rosterSet(world, 'NET001', { json: true, account: [], new: true })).rejects.toMatchObject({
      code: 'database_not_one',
    });
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('a new desk', () => {
  it.each<[string, (world: World) => Promise<unknown>]>([
    ['roster list', (world) => rosterList(world, json)],
    ['export', (world) => exportCommand(world, 'decisions', json)],
    ['audit', (world) => auditCommand(world, { json: true, verify: false })],
    ['audit --verify', (world) => auditCommand(world, { json: true, verify: true })],
    ['backup', (world) => backupCommand(world, undefined, { json: true, verify: false })],
    ['doctor', async (world) => checks['database']?.(world)],
  ])('gets no database from %s', async (_, read) => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const { world } = fakeWorld({ DB_PATH: path, BACKUP_DIR: `${path}.backups` }, '2026-03-03T12:00:00Z');
    await read(world).catch((error: { code?: string }) => expect(error.code).toBe('no_database'));
    expect(existsSync(path)).toBe(false);
  });

  it('is created by the first command that writes', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const { world } = fakeWorld({ DB_PATH: path, BACKUP_DIR: `${path}.backups` }, '2026-03-03T12:00:00Z');
    expect(await rosterSet(world, 'NET001', { json: true, account: [], new: true })).toBe(0);
  });
});
