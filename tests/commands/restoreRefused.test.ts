import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/sqlite/open.ts';
import { backUp, backupCommand } from '../../src/commands/backup.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { packedAs, packedBackup } from '../support/packedBackup.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const force = { force: true, json: true };

/** A desk with one trader, and a restore that must leave it as it is. */
async function desk() {
  const folder = temporaryFolder();
  const path = join(folder, 'daybreak.db');
  const fake = fakeWorld({ DB_PATH: path }, '2026-03-03T11:00:00Z');
  const database = await openDatabase(path);
  database.driver.exec("INSERT INTO trader (name) VALUES ('NET001')");
  await database.close();
  const state = () => [digest(path), readdirSync(folder).sort()];
  return {
    ...fake,
    folder,
    path,
    /** The error of the restore, after a check that nothing was changed and nothing left. */
    async refusal(file: string) {
      const before = state();
      const error: unknown = await restoreCommand(fake.world, file, force).catch((thrown) => thrown);
      expect(state()).toEqual(before);
      return error;
    },
  };
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The bytes of a database, changed by these statements. */
function changed(path: string, ...statements: string[]): Buffer {
  const copy = join(temporaryFolder(), 'copy.db');
  writeFileSync(copy, readFileSync(path));
  const driver = new Driver(copy);
  driver.pragma('journal_mode = DELETE');
  driver.unsafeMode(true);
  for (const statement of statements) driver.exec(statement);
  driver.close();
  return readFileSync(copy);
}

describe('a restore refuses a database that', () => {
  it.each([
    [
      'has a trigger of another origin',
      'CREATE TRIGGER evil AFTER INSERT ON outbox BEGIN DELETE FROM trader; END',
      'trigger evil on outbox',
    ],
    ['has a view of another origin', 'CREATE VIEW spy AS SELECT * FROM trader', 'view spy'],
    ['has an index of another origin', 'CREATE INDEX mine ON outbox (recipient)', 'index mine on outbox'],
    ['has a table of another origin', 'CREATE TABLE notes (text TEXT)', 'table notes'],
    [
      'has a column of another origin',
      'ALTER TABLE trader ADD COLUMN bonus REAL',
      "columns that are not Daybreak's: bonus",
    ],
    ['lacks a column', 'ALTER TABLE trader DROP COLUMN risk_capital', 'fewer columns'],
    ['lacks a trigger', 'DROP TRIGGER audit_entry_never_changes', 'no trigger audit_entry_never_changes'],
    ['lacks a table', 'DROP TABLE restored_backup', 'no table restored_backup'],
    ['lacks an index', 'DROP INDEX outbox_identity', 'no index outbox_identity'],
    [
      'has another definition of a trigger',
      'DROP TRIGGER audit_entry_never_goes; CREATE TRIGGER audit_entry_never_goes BEFORE DELETE ON audit_entry BEGIN SELECT 1; END',
      'trigger audit_entry_never_goes: another definition',
    ],
    [
      'lacks an earlier migration',
      "DELETE FROM kysely_migration WHERE name = '2026-11-21-initial'",
      'no migration 2026-11-21-initial',
    ],
    ['has the mark of another program', 'PRAGMA application_id = 42', 'application_id 42'],
    ['has the version of another program', 'PRAGMA user_version = 7', 'user_version 7'],
  ])('%s', async (_, statement, found) => {
    const { path, refusal } = await desk();
    const error = await refusal(packedBackup(changed(path, ...statement.split(/; (?=CREATE)/))));
    expect(error).toMatchObject({ code: 'backup_foreign', message: expect.stringContaining(found) });
  });

  it('another program wrote', async () => {
    const { refusal } = await desk();
    const foreign = join(temporaryFolder(), 'music.db');
    new Driver(foreign).exec('CREATE TABLE song (title TEXT)').close();
    expect(await refusal(packedBackup(readFileSync(foreign)))).toMatchObject({
      code: 'backup_foreign',
      message: expect.stringContaining('a database of another program, with the tables song'),
    });
  });

  it('is empty', async () => {
    const { refusal } = await desk();
    expect(await refusal(packedBackup(Buffer.alloc(0)))).toMatchObject({
      code: 'backup_foreign',
      message: expect.stringContaining('without a table'),
    });
  });

  it('is no SQLite file', async () => {
    const { refusal } = await desk();
    expect(await refusal(packedBackup(Buffer.alloc(5000, 'x')))).toMatchObject({ code: 'backup_foreign' });
  });

  it('has a damaged page', async () => {
    const { path, refusal } = await desk();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 3 * 4096, 6 * 4096);
    expect(await refusal(packedBackup(bytes))).toMatchObject({ code: 'backup_damaged' });
  });

  it('is the first half of one', async () => {
    const { path, refusal } = await desk();
    const bytes = readFileSync(path);
    expect(await refusal(packedBackup(bytes.subarray(0, bytes.length / 2)))).toMatchObject({
      code: 'backup_damaged',
    });
  });
});

describe('a restore refuses a backup', () => {
  it.each([
    ['that is no JSON', '{"rows":', 'no JSON'],
    ['that is empty', '', 'no JSON'],
    ['that is a list', '[]', 'the document'],
    ['with a size as text', '{"databaseBytes":"1","rows":{}}', 'databaseBytes'],
    ['with a negative size', '{"databaseBytes":-1,"rows":{}}', 'databaseBytes'],
    ['with a size that is no whole number', '{"databaseBytes":1.5,"rows":{}}', 'databaseBytes'],
    ['with a size beyond exact numbers', '{"databaseBytes":1e300,"rows":{}}', 'databaseBytes'],
    ['with row counts as text', '{"databaseBytes":1,"rows":{"trader":"one"}}', 'rows.trader'],
    ['without row counts', '{"databaseBytes":1}', 'rows'],
    ['of a later version', '{"version":2,"databaseBytes":1,"rows":{}}', 'version'],
    ['that is nested too deeply', '['.repeat(500_000), ''],
    ['that is larger than any manifest', `"${'x'.repeat(2_000_000)}"`, '2000002 bytes'],
  ])('with a manifest %s', async (_, manifest, found) => {
    const { path, refusal } = await desk();
    const error = await refusal(packedBackup(readFileSync(path), manifest));
    expect(error).toMatchObject({ code: 'backup_manifest', message: expect.stringContaining(found) });
  });

  it('with a folder where its manifest should be', async () => {
    const { path, refusal } = await desk();
    const file = packedBackup(readFileSync(path));
    mkdirSync(`${file}.json`);
    expect(await refusal(file)).toMatchObject({ code: 'backup_manifest' });
  });

  it('with the manifest of another backup', async () => {
    const { path, refusal, world } = await desk();
    const made = await backUp(world);
    const content = changed(path, "INSERT INTO trader (name) VALUES ('NET002')");
    const manifest = readFileSync(`${made.file}.json`, 'utf8');
    expect(await refusal(packedBackup(content, manifest))).toMatchObject({
      code: 'backup_incomplete',
      message: expect.stringContaining('audit_entry'),
    });
    const smaller = JSON.stringify({ databaseBytes: 8192, rows: {} });
    expect(await refusal(packedBackup(content, smaller))).toMatchObject({
      code: 'backup_incomplete',
      message: expect.stringContaining('more than 8192 bytes unpacked'),
    });
    const larger = JSON.stringify({ databaseBytes: content.length + 4096, rows: {} });
    expect(await refusal(packedBackup(content, larger))).toMatchObject({ code: 'backup_incomplete' });
  });

  it('whose manifest names more than the free space', async () => {
    const { path, refusal } = await desk();
    const manifest = JSON.stringify({ databaseBytes: 2 ** 50, rows: {} });
    expect(await refusal(packedBackup(readFileSync(path), manifest))).toMatchObject({
      code: 'backup_disk',
      message: expect.stringContaining('bytes of free space'),
    });
  });

  it('that unpacks to many times its size', async () => {
    const { path, refusal } = await desk();
    const start = readFileSync(path).subarray(0, 4096);
    // 64 MB of zeros in 64 KB. The manifest limits what is unpacked.
    const bomb = gzipSync(Buffer.concat([start, Buffer.alloc(64_000_000)]));
    const manifest = JSON.stringify({ databaseBytes: 4096, rows: {} });
    expect(await refusal(packedAs(bomb, manifest))).toMatchObject({ code: 'backup_incomplete' });
    expect(await refusal(packedAs(gzipSync(Buffer.alloc(64_000_000))))).toMatchObject({
      code: 'backup_foreign',
    });
  });

  it('that ends before its end', async () => {
    const { path, refusal } = await desk();
    const whole = gzipSync(readFileSync(path), { finishFlush: constants.Z_FINISH });
    expect(await refusal(packedAs(whole.subarray(0, whole.length - 40)))).toMatchObject({
      code: 'backup_damaged',
    });
  });

  it('that is a folder, or a link to none', async () => {
    const { refusal, folder } = await desk();
    const place = join(temporaryFolder(), 'daybreak-2026-03-03T11-00-00-000Z.db.gz');
    mkdirSync(place);
    expect(await refusal(place)).toMatchObject({ code: 'not_a_file' });
    const link = join(temporaryFolder(), 'link.db.gz');
    symlinkSync(join(folder, 'nowhere'), link);
    expect(await refusal(link)).toMatchObject({ code: 'no_backup' });
    expect(await refusal('../../../../etc')).toMatchObject({ code: 'not_a_file' });
  });

  it('where the place of the database is a link or a folder', async () => {
    const { world, path, folder } = await desk();
    const { file } = await backUp(world);
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    const linked = fakeWorld({ DB_PATH: link }, '2026-03-03T12:00:00Z').world;
    await expect(restoreCommand(linked, file, force)).rejects.toMatchObject({
      code: 'database_in_the_way',
      message: expect.stringContaining('symbolic link'),
    });
    rmSync(path);
    mkdirSync(path);
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'database_in_the_way',
      message: expect.stringContaining('folder'),
    });
  });
});

describe('a backup', () => {
  it('of a database that a restore would refuse fails, and says why', async () => {
    const { world, path } = await desk();
    new Driver(path).exec('CREATE VIEW spy AS SELECT * FROM trader').close();
    await expect(backUp(world)).rejects.toMatchObject({ code: 'backup_foreign' });
    expect(readdirSync(world.config.backupDir)).toEqual([]);
  });

  it('is bad for `backup --verify` where a restore would refuse it', async () => {
    const { world, path, documents } = await desk();
    const file = packedBackup(changed(path, 'CREATE VIEW spy AS SELECT * FROM trader'));
    expect(await backupCommand(world, file, { verify: true, json: true })).toBe(1);
    expect(documents[0]).toMatchObject({
      ok: false,
      backups: [{ file, problem: expect.stringContaining('view spy') }],
    });
  });
});
