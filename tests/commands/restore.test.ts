import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Driver from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import { restoreBackup } from '../../src/adapters/backup/restoreBackup.ts';
import * as initial from '../../src/adapters/database/migrations/sqlite/2026-11-21-initial.ts';
import { inspectDatabaseFile } from '../../src/adapters/database/sqlite/inspectFile.ts';
import { openDatabase } from '../../src/adapters/database/sqlite/open.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { eventRow } from '../../src/adapters/database/store/limitRows.ts';
import { backUp } from '../../src/commands/backup.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { limitEvent } from '../support/limits.ts';
import { packedBackup } from '../support/packedBackup.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const options = { force: false, json: true };
const force = { force: true, json: true };

/** A desk with one trader and one waiting mail, and a backup of it. */
async function desk() {
  const folder = temporaryFolder();
  const path = join(folder, 'daybreak.db');
  const fake = fakeWorld({ DB_PATH: path }, '2026-03-03T11:00:00Z');
  await change(path, "INSERT INTO trader (name) VALUES ('NET001')", WAITING_MAIL);
  const { file } = await backUp(fake.world);
  fake.clock.set('2026-03-03T12:00:00Z');
  return { ...fake, folder, path, file, restore: (o = options) => restoreCommand(fake.world, file, o) };
}

const WAITING_MAIL = `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
  VALUES ('2026-03-03', 'morning', 'risk@desk', '<1@desk>', x'00', 'pending', '2026-03-03T14:25:00.000Z', '2026-03-03T10:00:00.000Z')`;

async function change(path: string, ...statements: string[]): Promise<void> {
  const { driver, close } = await openDatabase(path);
  for (const statement of statements) driver.exec(statement);
  await close();
}

async function read<T>(path: string, look: (driver: Driver.Database) => T): Promise<T> {
  const { driver, close } = await openDatabase(path);
  try {
    return look(driver);
  } finally {
    await close();
  }
}

async function verdictOf(path: string) {
  const database = await openDatabase(path);
  try {
    return await verifyAudit(database);
  } finally {
    await database.close();
  }
}

const traders = (path: string) =>
  read(path, (driver) => driver.prepare('SELECT name FROM trader ORDER BY name').pluck().all());
const limitEvents = (path: string) =>
  read(path, (driver) =>
    driver
      .prepare<[], { kind: string; session_date: string }>(
        'SELECT kind, trader, session_date, recorded_at, recorded_by, through FROM limit_event',
      )
      .all(),
  );
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('restoring', () => {
  it('leaves the limits in force unknown, from the session due at the restore, and audits it', async () => {
    const { path, file, world, clock, lines } = await desk();
    clock.set('2026-03-03T23:00:00Z');
    await restoreCommand(world, file, { force: true, json: false });
    expect(await limitEvents(path)).toEqual([
      {
        kind: 'unknown',
        trader: null,
        session_date: '2026-03-04',
        recorded_at: '2026-03-03T23:00:00.000Z',
        recorded_by: userInfo().username,
        through: 'restore',
      },
    ]);
    expect(lines).toContainEqual(expect.stringContaining('limits in force are unknown'));
    expect(await verdictOf(path)).toMatchObject({ fault: null });
    const kinds = await read(path, (driver) => driver.prepare('SELECT kind FROM audit_entry').pluck().all());
    expect(kinds.filter((kind) => kind === 'limit')).toHaveLength(1);
  });

  it('leaves a limit unknown that was stated for a later session than the last morning', async () => {
    const { path, world, clock } = await desk();
    const { queries, close } = await openDatabase(path);
    await queries
      .insertInto('limit_event')
      .values(
        ['2026-03-05', '2026-03-05', '2026-03-06'].map((sessionDate) =>
          eventRow(limitEvent({ sessionDate, recordedAt: clock.now() })),
        ),
      )
      .execute();
    await close();
    const { file } = await backUp(world);
    clock.set('2026-03-03T23:00:00Z');
    await restoreCommand(world, file, { force: true, json: false });
    const events = await limitEvents(path);
    expect(events.filter(({ kind }) => kind === 'unknown').map((event) => event.session_date)).toEqual([
      '2026-03-04',
      '2026-03-05',
      '2026-03-06',
    ]);
  });

  it('puts the backup in place if there is no database', async () => {
    const { path, restore, documents, folder } = await desk();
    rmSync(path);
    rmSync(`${path}.audit-head`);
    expect(await restore()).toBe(0);
    expect(await traders(path)).toEqual(['NET001']);
    expect(documents[0]).toMatchObject({ movedAside: null, expiredMails: 1, rows: { trader: 1 } });
    expect(readdirSync(folder).sort()).toEqual(['backups', 'daybreak.db', 'daybreak.db.audit-head']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('finds a backup by its name in BACKUP_DIR', async () => {
    const { path, file, world } = await desk();
    rmSync(path);
    expect(await restoreCommand(world, basename(file), options)).toBe(0);
  });

  it('never replaces a database without --force', async () => {
    const { path, restore } = await desk();
    const before = digest(path);
    await expect(restore()).rejects.toMatchObject({ code: 'database_in_the_way' });
    expect(digest(path)).toBe(before);
  });

  it('with --force keeps the old database and its audit head, complete and readable', async () => {
    const { path, restore, documents, world } = await desk();
    await change(path, "INSERT INTO trader (name) VALUES ('NET002')");
    expect(await restore(force)).toBe(0);
    const { movedAside } = documents[0] as { movedAside: string };
    expect(await traders(path)).toEqual(['NET001']);
    expect(await traders(movedAside)).toEqual(['NET001', 'NET002']);
    expect(await verdictOf(movedAside)).toMatchObject({ fault: null });
    expect(existsSync(world.config.backupDir)).toBe(true);
  });

  it('expires the unsent mails of the backup, which may have been sent since', async () => {
    const { path, restore } = await desk();
    await restore(force);
    expect(await read(path, (driver) => driver.prepare('SELECT status, response FROM outbox').get())).toEqual(
      {
        status: 'expired',
        response: 'restored from a backup',
      },
    );
  });

  it('records the restore in a valid audit chain, with the head of the replaced database', async () => {
    const { path, restore, file } = await desk();
    await restore(force);
    expect(await verdictOf(path)).toMatchObject({ entries: 4, fault: null });
    const last = 'SELECT * FROM audit_entry ORDER BY sequence DESC LIMIT 1';
    const entry = await read(path, (driver) => driver.prepare(last).get());
    expect(entry).toMatchObject({ kind: 'restore', subject: basename(file) });
    expect(JSON.parse((entry as { body: string }).body)).toMatchObject({
      backedUpAt: '2026-03-03T11:00:00.000Z',
      expiredMails: 1,
      // The waiting mail, and the backup.
      replacedHead: { sequence: 2 },
    });
  });

  it('migrates a backup of an older version', async () => {
    const { path, world } = await desk();
    await old(path);
    const { file, rows } = await backUp(world);
    expect(Object.keys(rows)).not.toContain('audit_entry');
    await restoreCommand(world, file, force);
    expect(await verdictOf(path)).toMatchObject({ entries: 2, fault: null });
  });

  it('replaces a damaged database', async () => {
    const { path, restore } = await desk();
    writeFileSync(path, 'not a database at all '.repeat(1000));
    expect(await restore(force)).toBe(0);
    expect(await traders(path)).toEqual(['NET001']);
  });

  it('does not apply an old journal to the restored database', async () => {
    const { path, restore, documents } = await desk();
    rmSync(path);
    writeFileSync(`${path}-wal`, 'what a crash left');
    writeFileSync(`${path}-shm`, 'what a crash left');
    await restore();
    expect(await traders(path)).toEqual(['NET001']);
    expect(documents[0]).toMatchObject({ movedAside: null });
  });
});

describe('a restore is refused and changes nothing', () => {
  it.each([
    ['when the end of the backup is missing', (file: string) => truncateSync(file, 500), 'backup_damaged'],
    [
      'without the hash file of the backup',
      (file: string) => rmSync(`${file}.sha256`),
      'backup_without_hash',
    ],
    ['when there is no such file', (file: string) => rmSync(file), 'no_backup'],
  ])('is refused %s', async (_, spoil, code) => {
    const { path, file, folder, restore } = await desk();
    spoil(file);
    const before = [digest(path), readdirSync(folder).sort()];
    await expect(restore(force)).rejects.toMatchObject({ code });
    expect([digest(path), readdirSync(folder).sort()]).toEqual(before);
  });

  it('while a run holds its lease', async () => {
    const { path, restore, clock } = await desk();
    await change(
      path,
      `INSERT INTO run_lease VALUES ('2026-03-03', 1, 'host:42', '2026-03-03T11:59:00.000Z', '2026-03-03T12:05:00.000Z')`,
    );
    await expect(restore(force)).rejects.toMatchObject({
      code: 'database_in_use',
      message: expect.stringContaining('host:42 until 2026-03-03T12:05:00.000Z'),
    });
    clock.set('2026-03-03T12:05:00.000Z');
    expect(await restore(force)).toBe(0);
  });

  it('while another process has the database open', async () => {
    const { path, restore } = await desk();
    const other = await openDatabase(path);
    await expect(restore(force)).rejects.toMatchObject({ code: 'database_in_use', retryable: true });
    await other.close();
    expect(await restore(force)).toBe(0);
  });

  it('when a process opens the database while the backup is unpacked', async () => {
    const { path, file } = await desk();
    const inspect = inspectDatabaseFile;
    const request = {
      file,
      databasePath: path,
      force: true,
      now: new Date(),
      inspect,
      progress: noProgress,
    };
    const prepare = async () => onTestFinished((await openDatabase(path)).close);
    await expect(restoreBackup({ ...request, prepare })).rejects.toMatchObject({ code: 'database_in_use' });
    expect(readdirSync(dirname(path)).filter((name) => /restore|work/.test(name))).toEqual([]);
    expect(await traders(path)).toEqual(['NET001']);
  });

  it('when the backup is from a newer version', async () => {
    const { path, world } = await desk();
    await change(path, "INSERT INTO kysely_migration VALUES ('2099-01-01-later', '2099-01-01')");
    await expect(backUp(world)).rejects.toMatchObject({ code: 'migration_failed' });
    const file = packedBackup(readFileSync(path));
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'migration_failed',
      hint: expect.stringContaining('newer version'),
    });
    expect(readdirSync(dirname(path)).filter((name) => name.includes('restor'))).toEqual([]);
    const driver = new Driver(path);
    expect(driver.prepare('SELECT max(name) FROM kysely_migration').pluck().get()).toBe('2099-01-01-later');
    driver.close();
  });
});

/** Replaces the database with one of the first version. */
async function old(path: string): Promise<void> {
  for (const suffix of ['', '.audit-head']) rmSync(path + suffix, { force: true });
  const queries = new Kysely<unknown>({ dialect: new SqliteDialect({ database: new Driver(path) }) });
  await initial.up(queries);
  await queries.destroy();
  const driver = new Driver(path);
  driver.exec(`CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL);
    CREATE TABLE kysely_migration_lock (id varchar(255) NOT NULL PRIMARY KEY, is_locked integer DEFAULT 0 NOT NULL);
    INSERT INTO kysely_migration VALUES ('2026-11-21-initial', '2026-11-21T00:00:00.000Z')`);
  driver.close();
}
