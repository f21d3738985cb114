import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../scripts/simulation/fakes.ts';
import { checksumLine } from '../../../src/adapters/backup/checksum.ts';
import { createBackup } from '../../../src/adapters/backup/createBackup.ts';
import { newestGoodBackup, verifyBackup } from '../../../src/adapters/backup/verifyBackup.ts';
import { openDatabase } from '../../../src/adapters/database/sqlite/open.ts';
import { StoreError } from '../../../src/shared/errors.ts';
import { temporaryFolder } from '../../support/stores.ts';

/** Some of these tests add tables of their own. */
const tools = { inspect: async () => undefined, progress: noProgress };
const NOW = new Date('2026-03-03T11:00:00.000Z');

async function desk() {
  const folder = temporaryFolder();
  const databasePath = join(folder, 'daybreak.db');
  const database = await openDatabase(databasePath);
  for (const name of ['NET001', 'NET002', 'NET003'])
    database.driver.prepare('INSERT INTO trader (name) VALUES (?)').run(name);
  await database.close();
  const backups = join(folder, 'backups');
  const backUp = (now = NOW) =>
    createBackup({ databasePath, folder: backups, zone: 'America/New_York', now, ...tools });
  return { folder, databasePath, backups, backUp };
}

const verify = (file: string) => verifyBackup(file, NOW, tools);

describe('a backup', () => {
  it('contains the database, and next to it a sha256sum file and the row counts', async () => {
    const { backUp, backups } = await desk();
    const made = await backUp();
    const name = 'daybreak-2026-03-03T11-00-00-000Z.db.gz';
    expect(readdirSync(backups).sort()).toEqual([name, `${name}.json`, `${name}.sha256`]);
    const hash = createHash('sha256').update(readFileSync(made.file)).digest('hex');
    expect(readFileSync(`${made.file}.sha256`, 'utf8')).toBe(`${hash}  ${name}\n`);
    expect(made).toMatchObject({ sha256: hash, rows: { trader: 3, account: 0 }, removed: [] });
    const copy = join(temporaryFolder(), 'copy.db');
    writeFileSync(copy, gunzipSync(readFileSync(made.file)));
    const driver = new Driver(copy);
    expect(driver.prepare('SELECT name FROM trader ORDER BY name').pluck().all()).toEqual([
      'NET001',
      'NET002',
      'NET003',
    ]);
    driver.close();
    expect(await verify(made.file)).toEqual({ file: made.file, problem: null });
  });

  it('is readable only by its owner, for any umask', async () => {
    const before = process.umask(0o000);
    try {
      const { backUp, backups } = await desk();
      await backUp();
      expect(statSync(backups).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(backups)) expect(statSync(join(backups, name)).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('contains one point in time while another process writes', async () => {
    const { databasePath, backUp } = await desk();
    const writer = spawn(process.execPath, ['-e', writingTwoTables, databasePath], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    const made = await backUp();
    const ended = new Promise((resolve) => writer.once('exit', resolve));
    writer.kill();
    await ended;
    // The writer adds to both tables in one transaction, so at any point in time they have as many rows.
    expect(made.rows['pair_one']).toBe(made.rows['pair_two']);
    expect(made.rows['pair_one']).toBeGreaterThan(0);
    const driver = new Driver(databasePath);
    expect(driver.prepare('SELECT count(*) FROM pair_one').pluck().get()).toBeGreaterThan(
      made.rows['pair_one'] ?? 0,
    );
    driver.close();
  });

  it('removes old backups together with the files next to them', async () => {
    const { backUp, backups } = await desk();
    for (let hour = 11; hour < 14; hour++) await backUp(new Date(`2026-03-02T${hour}:00:00.000Z`));
    const { removed } = await backUp();
    expect(removed).toEqual([]);
    expect(readdirSync(backups)).toHaveLength(6);
    expect(readdirSync(backups).filter((name) => name.endsWith('.gz'))).toEqual([
      'daybreak-2026-03-02T13-00-00-000Z.db.gz',
      'daybreak-2026-03-03T11-00-00-000Z.db.gz',
    ]);
  });

  it('removes the temporary folder of a process killed a day ago, and not that of a running one', async () => {
    const { backUp, backups } = await desk();
    for (const [name, at] of [
      ['.work-killed', '2026-03-01T00:00:00Z'],
      ['.work-atwork', '2026-03-03T10:00:00Z'],
    ] as const) {
      mkdirSync(join(backups, name), { recursive: true });
      utimesSync(join(backups, name), new Date(at), new Date(at));
    }
    await backUp();
    expect(readdirSync(backups).filter((name) => name.startsWith('.work'))).toEqual(['.work-atwork']);
  });
});

describe('a backup that fails', () => {
  it('because there is no database throws no_database and leaves no file', async () => {
    const { backUp, backups, databasePath } = await desk();
    rmSync(databasePath);
    await expect(backUp()).rejects.toMatchObject({ code: 'no_database' });
    expect(readdirSync(backups)).toEqual([]);
    expect(existsSync(databasePath)).toBe(false);
  });

  it('because a file has the name of its folder throws StoreError and keeps the file', async () => {
    const { backUp, backups } = await desk();
    writeFileSync(backups, 'somebody’s file');
    await expect(backUp()).rejects.toThrow(StoreError);
    expect(readFileSync(backups, 'utf8')).toBe('somebody’s file');
  });

  it('because the disk is full throws backup_disk, leaves no partial file, and removes no older backup', async () => {
    const { folder, databasePath, backups, backUp } = await desk();
    await backUp(new Date('2026-03-02T11:00:00.000Z'));
    const driver = new Driver(databasePath);
    driver.exec('CREATE TABLE ballast AS SELECT randomblob(2000000) AS bytes');
    driver.close();
    const before = readdirSync(backups);
    const main = join(process.cwd(), 'src/main.ts');
    const loader = join(process.cwd(), 'node_modules/tsx/dist/loader.mjs');
    // The limit is a megabyte per file; ignoring the signal turns exceeding it into a failed write.
    const script = `trap '' XFSZ; ulimit -f 1000; exec "${process.execPath}" --import "${loader}" "${main}" backup --json`;
    const run = promisify(execFile)('bash', ['-c', script], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', DB_PATH: databasePath },
    });
    const failed = (await run.catch((error: unknown) => error)) as { code: number; stdout: string };
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout).error).toMatchObject({ code: 'backup_disk' });
    expect(readdirSync(backups)).toEqual(before);
  });

  it('because the database is damaged throws and keeps no copy', async () => {
    const { backUp, databasePath, backups } = await desk();
    garble(databasePath);
    await expect(backUp()).rejects.toThrow();
    expect(readdirSync(backups)).toEqual([]);
  });
});

describe('verifying a backup', () => {
  it.each([
    ['a byte that was flipped', flipByte, 'SHA-256'],
    ['an end that is missing', (file: string) => truncateSync(file, statSync(file).size - 100), 'SHA-256'],
    ['a missing hash file', (file: string) => rmSync(`${file}.sha256`), 'no such file'],
    ['an invalid hash file', (file: string) => writeFileSync(`${file}.sha256`, 'x'), 'no hash'],
    [
      'half a gzip under its own hash',
      (file: string) => replace(file, readFileSync(file).subarray(0, 2000)),
      'complete gzip',
    ],
    ['no gzip under its own hash', (file: string) => replace(file, Buffer.from('hello')), 'complete gzip'],
    [
      'no database under its own hash',
      (file: string) => replace(file, gzipSync('hello'.repeat(1000))),
      'another kind of file',
    ],
    ['a row that is gone, under its own hash', loseRow, 'table trader · found 2 · expected 3'],
    ['a damaged page under its own hash', damagePage, 'intact database'],
    [
      'a manifest of an unknown version',
      (file: string) => writeFileSync(`${file}.json`, '{"version":2,"databaseBytes":1,"rows":{}}'),
      'expected a manifest of version 1',
    ],
    [
      'a manifest that is not JSON',
      (file: string) => writeFileSync(`${file}.json`, '{"rows":'),
      'expected a manifest of version 1',
    ],
  ])('finds %s', async (_, spoil, problem) => {
    const { backUp, backups } = await desk();
    const { file } = await backUp();
    spoil(file);
    expect((await verify(file)).problem).toContain(problem);
    expect(readdirSync(backups).some((name) => name.startsWith('.work'))).toBe(false);
  });

  it('finds nothing wrong in a backup of release 0.2.0, whose manifest has no version', async () => {
    const { backUp } = await desk();
    const { file, databaseBytes, rows } = await backUp();
    writeFileSync(`${file}.json`, JSON.stringify({ databaseBytes, rows }));
    expect(await verify(file)).toEqual({ file, problem: null });
  });

  it('finds the newest good backup when a newer one is bad', async () => {
    const { backUp, backups } = await desk();
    const older = await backUp(new Date('2026-03-02T11:00:00.000Z'));
    const newer = await backUp();
    expect(await newestGoodBackup(backups, 'sqlite')).toBe(newer.file);
    flipByte(newer.file);
    expect(await newestGoodBackup(backups, 'sqlite')).toBe(older.file);
    flipByte(older.file);
    expect(await newestGoodBackup(backups, 'sqlite')).toBeNull();
    expect(await newestGoodBackup(join(backups, 'nowhere'), 'sqlite')).toBeNull();
  });
});

/** A program that prints `ready` when both tables exist, then adds a row to each in a loop. */
const writingTwoTables = `
  const driver = new (require('better-sqlite3'))(process.argv[1], { timeout: 20000 });
  driver.exec('CREATE TABLE pair_one (x BLOB); CREATE TABLE pair_two (x BLOB)');
  const [one, two] = ['pair_one', 'pair_two'].map((t) => driver.prepare('INSERT INTO ' + t + ' VALUES (randomblob(5000))'));
  const both = driver.transaction(() => { one.run(); two.run(); });
  for (let n = 0; n < 500; n++) both();
  process.stdout.write('ready');
  setInterval(() => { for (let n = 0; n < 20; n++) both(); }, 1);
`;

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

/** Replaces the bytes of a backup and writes the matching hash, as an attacker could. */
function replace(file: string, bytes: Buffer): void {
  writeFileSync(file, bytes);
  const hash = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(`${file}.sha256`, checksumLine(hash, file));
}

function withCopy(file: string, change: (path: string) => void): void {
  const copy = join(temporaryFolder(), 'copy.db');
  writeFileSync(copy, gunzipSync(readFileSync(file)));
  change(copy);
  replace(file, gzipSync(readFileSync(copy)));
}

function loseRow(file: string): void {
  withCopy(file, (path) => {
    const driver = new Driver(path);
    driver.exec("DELETE FROM trader WHERE name = 'NET002'");
    driver.close();
  });
}

function damagePage(file: string): void {
  withCopy(file, garble);
}

/** Overwrites the second half of the database, like a disk that loses sectors. */
function garble(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096 * 2);
  writeFileSync(path, bytes);
}
