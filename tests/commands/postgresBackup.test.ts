import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { postgresPrograms } from '../../scripts/postgres/throwawayCluster.ts';
import { checksumLine } from '../../src/adapters/backup/checksum.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { createRunLedger } from '../../src/adapters/database/store/runLedger.ts';
import { backUp, backupCommand } from '../../src/commands/backup.ts';
import { dailyBackup } from '../../src/commands/dailyBackup.ts';
import { backups as checkBackups } from '../../src/commands/doctorStore.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { withStores } from '../../src/commands/world.ts';
import { storedFill } from '../support/fill.ts';
import { asSuperuser, emptyPostgres, hasPostgres } from '../support/postgres.ts';
import { append, temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const NOW = '2026-03-03T11:00:00Z';
const force = { force: true, json: true };
const databases = 'SELECT datname FROM pg_database ORDER BY datname';

/** A desk on Postgres with one trader, two fills and one waiting mail. */
async function desk() {
  const folder = temporaryFolder();
  const url = await emptyPostgres(onTestFinished);
  const settings = { DB_PATH: join(folder, 'daybreak.db'), DATABASE_URL: url };
  const fake = fakeWorld(settings, NOW);
  await withStores(fake.world.config, async (stores) => {
    await append(stores, [storedFill({ price: 0.1 + 0.2 }), storedFill({ sessionDate: '2026-04-01' })]);
    await stores.database.connection.run(WAITING_MAIL);
  });
  onTestFinished(() => dropAside(url));
  const count = (sql: string) =>
    withStores(fake.world.config, ({ database }) => database.connection.value<number>(sql));
  return { ...fake, folder, url, backups: join(folder, 'backups'), count };
}

const WAITING_MAIL = `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
  VALUES ('2026-03-03', 'morning', 'risk@desk', '<1@desk>', '\\x00', 'pending', '2026-03-03T14:25:00.000Z', '2026-03-03T10:00:00.000Z')`;

async function dropAside(url: string): Promise<void> {
  const own = `${new URL(url).pathname.slice(1)}_before_restore_`;
  for (const { datname } of await asSuperuser<{ datname: string }>(databases))
    if (datname.startsWith(own)) await asSuperuser(`DROP DATABASE ${datname} WITH (FORCE)`);
}

/** A folder with a program that stands in for pg_dump, first on PATH. */
function standIn(script: string): void {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'pg_dump'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'pg_dump'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** Writes a file over a backup, with a hash that fits it. */
function replaceBackup(file: string, bytes: Buffer): void {
  writeFileSync(file, bytes);
  writeFileSync(`${file}.sha256`, checksumLine(sha256(bytes), basename(file)));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!hasPostgres)('a backup of Postgres', () => {
  it('is a dump with its hash and row counts, checked in a database that is gone afterwards', async () => {
    const { world, backups } = await desk();
    const before = await asSuperuser(databases);
    const made = await backUp(world);
    const name = 'daybreak-2026-03-03T11-00-00-000Z.dump';
    expect(readdirSync(backups).sort()).toEqual([name, `${name}.json`, `${name}.sha256`]);
    expect(readFileSync(`${made.file}.sha256`, 'utf8')).toBe(`${sha256(readFileSync(made.file))}  ${name}\n`);
    expect(made.rows).toMatchObject({ fill: 2, fill_block: 2, trader: 1, outbox: 1 });
    expect((await asSuperuser(databases)).map(String)).toEqual(before.map(String));
  });

  it('is found good by --verify, and bad where a byte has changed', async () => {
    const { world, documents } = await desk();
    const { file } = await backUp(world);
    expect(await backupCommand(world, undefined, { verify: true, json: true })).toBe(0);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0, middle, middle + 64);
    writeFileSync(file, bytes);
    expect(await backupCommand(world, undefined, { verify: true, json: true })).toBe(1);
    expect(documents.at(-1)).toMatchObject({ ok: false, newestGood: null });
  });

  it.each<readonly [string, (bytes: Buffer) => Buffer, RegExp]>([
    ['cut short', (bytes) => bytes.subarray(0, bytes.length - 200), /found pg_restore: error/],
    ['no dump at all', () => Buffer.from('no dump'), /found pg_restore: error/],
  ])('that is %s is refused although its hash fits', async (_, damage, expected) => {
    const { world, documents } = await desk();
    const { file } = await backUp(world);
    replaceBackup(file, damage(readFileSync(file)));
    expect(await backupCommand(world, file, { verify: true, json: true })).toBe(1);
    const [{ backups }] = documents.slice(-1) as [{ backups: { problem: string }[] }];
    expect(backups[0]?.problem).toMatch(expected);
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({ code: 'backup_damaged' });
  });

  it('with other row counts than its manifest is incomplete', async () => {
    const { world } = await desk();
    const { file } = await backUp(world);
    const manifest = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    writeFileSync(`${file}.json`, JSON.stringify({ ...manifest, rows: { ...manifest.rows, fill: 3 } }));
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'backup_incomplete',
      message: expect.stringContaining('table fill · found 2 · expected 3'),
    });
  });

  it('on a full disk leaves no file and removes no older backup', async () => {
    const { world, clock, backups } = await desk();
    const { file } = await backUp(world);
    clock.set('2026-03-04T11:00:00Z');
    standIn(`trap '' XFSZ; ulimit -f 1; exec ${join(String(postgresPrograms()), 'pg_dump')} "$@"`);
    await expect(backUp(world)).rejects.toMatchObject({ code: 'backup_disk' });
    expect(readdirSync(backups).sort()).toEqual(
      [file, `${file}.json`, `${file}.sha256`].map((f) => basename(f)),
    );
  });

  it('fails with the words of pg_dump, without the password', async () => {
    const { world, url } = await desk();
    const { password } = new URL(url);
    const version = 'case "$1" in --version) echo "pg_dump (PostgreSQL) 15.0"; exit 0;; esac';
    standIn(`${version}; echo "pg_dump: error: refused $PGPASSWORD" >&2; exit 1`);
    const error = await backUp(world).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'dump_failed' });
    expect(String(error)).toContain('refused ***');
    expect(String(error)).not.toContain(password);
  });

  it('is made once a day by the daemon', async () => {
    const { world, clock, backups } = await desk();
    await dailyBackup(world);
    clock.set('2026-03-03T20:00:00Z');
    await dailyBackup(world);
    expect(readdirSync(backups).filter((name) => name.endsWith('.dump'))).toHaveLength(1);
    clock.set('2026-03-04T11:00:00Z');
    await dailyBackup(world);
    expect(readdirSync(backups).filter((name) => name.endsWith('.dump'))).toHaveLength(2);
  });

  it('needs a user who may create a database, and says so', async () => {
    const { world, url, backups } = await desk();
    await asSuperuser("CREATE ROLE plain LOGIN PASSWORD 'plain'");
    onTestFinished(async () => void (await asSuperuser('DROP ROLE plain')));
    await asSuperuser(`GRANT daybreak TO plain`);
    const address = new URL(url);
    [address.username, address.password] = ['plain', 'plain'];
    const config = { ...world.config, databaseUrl: address.toString() };
    await expect(backUp({ ...world, config })).rejects.toMatchObject({
      code: 'backup_scratch',
      hint: expect.stringContaining('CREATEDB'),
    });
    expect(existsSync(backups) ? readdirSync(backups) : []).toEqual([]);
    expect(await checkBackups({ ...world, config })).toMatchObject({
      status: 'red',
      todo: expect.stringContaining('CREATEDB'),
    });
    expect(await checkBackups(world)).toMatchObject({
      status: 'yellow',
      found: expect.stringMatching(/^none in/),
    });
  });
});

describe.skipIf(!hasPostgres)('a restore on Postgres', () => {
  it('puts the dump in place of the database, keeps the old one, and sends no mail of the dump', async () => {
    const { world, clock, count, documents } = await desk();
    const { file } = await backUp(world);
    await withStores(world.config, (stores) => append(stores, [storedFill()]));
    expect(await count('SELECT count(*) FROM fill')).toBe(3);
    clock.set('2026-03-03T12:00:00Z');
    expect(await restoreCommand(world, file, force)).toBe(0);
    expect(documents.at(-1)).toMatchObject({ restored: file, expiredMails: 1, rows: { fill: 2 } });
    const [{ movedAside }] = documents.slice(-1) as [{ movedAside: string }];
    expect((await asSuperuser<{ datname: string }>(databases)).map((row) => row.datname)).toContain(
      movedAside,
    );
    expect(await count('SELECT count(*) FROM fill')).toBe(2);
    expect(await count("SELECT count(*) FROM outbox WHERE status = 'expired'")).toBe(1);
    expect(await count('SELECT count(*) FROM restored_backup')).toBe(1);
    const kept = await withStores(world.config, async ({ database, ledger }) => ({
      audit: await verifyAudit(database),
      fills: await ledger.transaction((open) => open.fills('NET001', '2026-03-02')),
    }));
    expect(kept.audit.fault).toBeNull();
    expect(kept.fills).toMatchObject([{ price: 0.30000000000000004 }]);
  });

  it('needs --force where there is a desk, and none in an empty database', async () => {
    const { world, clock, count } = await desk();
    const { file } = await backUp(world);
    await expect(restoreCommand(world, file, { force: false, json: true })).rejects.toMatchObject({
      code: 'database_in_the_way',
    });
    const elsewhere = await desk();
    const url = await emptyPostgres(onTestFinished);
    const config = { ...elsewhere.world.config, databaseUrl: url };
    clock.set('2026-03-03T12:00:00Z');
    await restoreCommand({ ...elsewhere.world, config }, file, { force: false, json: true });
    expect(await withStores(config, ({ fills }) => fills.sessionRange())).toEqual({
      first: '2026-03-02',
      last: '2026-04-01',
    });
    expect(await count('SELECT count(*) FROM fill')).toBe(2);
  });

  it('is refused while a run holds its lease, and ends the leases of the database that it replaces', async () => {
    const { world, clock, url, count } = await desk();
    const { file } = await backUp(world);
    const database = await openPostgres(url);
    const runs = createRunLedger(database);
    const now = new Date();
    const taken = await runs.acquire('2026-03-03', 'first host', now, new Date(now.getTime() + 600_000));
    await database.close();
    clock.set('2026-03-03T12:00:00Z');
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'database_in_use',
      message: expect.stringContaining('a run of first host'),
    });
    if (taken.kind === 'held') throw new Error('nobody else has the lease');
    await withStores(world.config, (stores) => stores.runs.release(taken.lease));
    await restoreCommand(world, file, force);
    expect(await count("SELECT fence FROM run_lease WHERE session_date = '2026-03-03'")).toBe(2);
  });

  it('is refused while a process is connected', async () => {
    const { world, url } = await desk();
    const { file } = await backUp(world);
    const other = await openPostgres(url);
    await other.connection.value('SELECT 1');
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'database_in_use',
      message: expect.stringContaining('found daybreak, connected from 127.0.0.1 since'),
    });
    await other.close();
  });

  it('refuses a backup of a SQLite file', async () => {
    const { world, folder } = await desk();
    mkdirSync(join(folder, 'backups'), { recursive: true });
    const file = join(folder, 'backups', 'daybreak-2026-03-03T11-00-00-000Z.db.gz');
    replaceBackup(file, Buffer.from('x'));
    await expect(restoreCommand(world, file, force)).rejects.toMatchObject({
      code: 'backup_other_store',
      hint: expect.stringMatching(/DATABASE_URL unset.*copy-store -- --from sqlite:FILE --to DATABASE_URL/),
    });
  });
});
