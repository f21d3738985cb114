import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/adapters/database/sqlite/open.ts';
import { backUp } from '../../src/commands/backup.ts';
import { checks } from '../../src/commands/doctorChecks.ts';
import { NEEDED_NODE, nodeCheck } from '../../src/commands/doctorHost.ts';
import type { World } from '../../src/commands/world.ts';
import { cli } from '../support/cli.ts';
import { limitDesk, lineOf } from '../support/limitDesk.ts';
import { limitEvent } from '../support/limits.ts';
import { temporaryFolder } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';
import { fakeWorld } from '../support/world.ts';

const NOW = '2026-03-03T12:00:00Z';

async function desk(...statements: string[]) {
  const folder = temporaryFolder();
  const path = join(folder, 'daybreak.db');
  const fake = fakeWorld({ DB_PATH: path }, NOW);
  const change = async (...more: string[]) => {
    const { driver, close } = await openDatabase(path);
    for (const statement of more) driver.exec(statement);
    await close();
  };
  await change(...statements);
  return { folder, path, change, ...fake };
}

const look = async (check: string, world: World) => checks[check]?.(world);

const step = (session: string, name: string, status: string, error: string | null = null) =>
  `INSERT INTO run_step (session_date, step, status, attempts, started_at, error)
   VALUES ('${session}', '${name}', '${status}', 1, '${session}T10:00:00.000Z', ${error === null ? 'NULL' : `'${error}'`})`;

const mail = (recipient: string, status: string, expiresAt: string) =>
  `INSERT INTO outbox (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
   VALUES ('2026-03-03', 'morning', '${recipient}', '<${recipient}>', x'00', '${status}', '${expiresAt}', '2026-03-03T10:00:00.000Z')`;

/** A source whose clock shows this time. */
async function sourceAt(date: string | null): Promise<string> {
  const server = createServer((_, response) => {
    response.sendDate = false;
    if (date !== null) response.setHeader('Date', new Date(date).toUTCString());
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the doctor on a fresh checkout', () => {
  it('says first that nothing is to be fixed and what to do next, and returns 0', async () => {
    const place = workplace();
    const { exitCode, stdout } = await place.run('doctor');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Demo mode: nothing to fix\.\nNext: `npm run morning -- --dry-run`/);
    expect(stdout).toMatch(/Checked once you have a desk of your own: database, history, .*outbox, limits\./);
    expect(stdout).not.toContain('no database yet');
    expect(await place.json('doctor')).toMatchObject({ ok: true, isDemo: true });
  });

  it('says first what has to be fixed', async () => {
    const { exitCode, stdout } = await cli(['doctor'], { CALENDAR: 'moon' }, temporaryFolder());
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^1 check to fix\. First configuration: /);
  });
});

describe('the doctor checks', () => {
  it('that the limits in force are known, and says how to end what is unknown', async () => {
    const { world, withStores, mail } = await limitDesk();
    await mail('2026-03-02', [lineOf('NET001')]);
    expect(await look('limits', world)).toEqual({
      status: 'green',
      found: 'the limits in force of 3 traders are known, 1 assumed and never confirmed',
      todo: '',
    });
    const unknown = limitEvent({ kind: 'unknown', trader: null, dollars: null, baseLimit: null });
    await withStores((stores) => stores.limits.record([unknown]));
    expect(await look('limits', world)).toEqual({
      status: 'yellow',
      found: 'the limit in force of 3 of 3 traders is unknown',
      todo: expect.stringContaining('npm run limits -- set TRADER DOLLARS'),
    });
  });

  it('a new desk without data', async () => {
    const { world } = fakeWorld({ DB_PATH: join(temporaryFolder(), 'none.db') }, NOW);
    for (const check of ['database', 'audit', 'last run', 'outbox'])
      expect(await look(check, world)).toMatchObject({ status: 'yellow', found: 'no database yet' });
  });

  it.each([
    [
      'one that is healthy',
      { live: true, ready: true },
      'green',
      /watching: mailed; next run Wed 4 Mar 05:00 EST$/,
    ],
    ['one that is not', { live: true, ready: false }, 'red', /watching/],
    [
      'one whose morning failed',
      { morning: { state: 'failed', isTrouble: true } },
      'red',
      /morning: failed$/,
    ],
    ['something else on its port', { state: undefined }, 'yellow', /another program answers/],
  ])('the daemon: %s', async (_, changes, status, found) => {
    const health = {
      live: true,
      ready: true,
      state: 'watching',
      why: 'mailed',
      database: { writable: true, problem: null },
      nextRunAt: '2026-03-04T10:00:00.000Z',
      ...changes,
    };
    const server = createServer((_request, response) => response.end(JSON.stringify(health)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const HEALTH_PORT = String((server.address() as AddressInfo).port);
    for (const HEALTH_HOST of ['127.0.0.1', '0.0.0.0']) {
      const { world } = fakeWorld({ HEALTH_PORT, HEALTH_HOST }, NOW);
      expect(await look('daemon', world)).toMatchObject({ status, found: expect.stringMatching(found) });
    }
  });

  it.each([
    ['9', 'no answer on'],
    ['0', 'HEALTH_PORT is 0'],
  ])('a daemon that cannot be checked, on port %s', async (HEALTH_PORT, found) => {
    const { world } = fakeWorld({ HEALTH_PORT }, NOW);
    expect(await look('daemon', world)).toMatchObject({
      status: 'yellow',
      found: expect.stringContaining(found),
    });
  });

  it('the Node version that package.json requires', async () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe(`>=${NEEDED_NODE}`);
    expect(await look('node', (await desk()).world)).toMatchObject(nodeCheck(process.versions.node));
  });

  it.each([
    ['18.20.8', 'red', '18.20.8'],
    ['20.18.3', 'red', '20.18.3'],
    ['20.19.0', 'yellow', '20.19.0; no security fixes since April 2026'],
    ['22.12.0', 'green', '22.12.0; Node 20, 22 and 24 are supported'],
    ['24.0.0', 'green', '24.0.0; Node 20, 22 and 24 are supported'],
  ])('Node %s is %s', (version, status, found) => {
    expect(nodeCheck(version)).toMatchObject({ status, found });
  });

  it('the mode of files that contain secrets', async () => {
    const { world, path } = await desk();
    expect(await look('permissions', world)).toMatchObject({ status: 'green' });
    chmodSync(path, 0o640);
    expect(await look('permissions', world)).toMatchObject({
      status: 'red',
      found: expect.stringContaining(path),
      todo: expect.stringContaining(`chmod go= '${path}'`),
    });
    // The check itself must not correct the mode without reporting it.
    expect(statSync(path).mode & 0o777).toBe(0o640);
    chmodSync(path, 0o600);
    const { file } = await backUp(world);
    chmodSync(file, 0o604);
    expect(await look('permissions', world)).toMatchObject({
      status: 'red',
      found: expect.stringContaining(file),
    });
  });

  it('settings that other users could read', async () => {
    const place = workplace();
    chmodSync(join(place.folder, place.write('.env', 'API_PASS=hunter-two')), 0o644);
    const { exitCode, stdout } = await place.run('doctor', '--json');
    const { checks: findings } = JSON.parse(stdout) as { checks: { check: string; found: string }[] };
    expect(exitCode).toBe(1);
    expect(findings.find(({ check }) => check === 'permissions')?.found).toContain('.env');
  });

  it('no mode of a copy of .env.example, which holds no secret yet', async () => {
    const place = workplace();
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    chmodSync(join(place.folder, place.write('.env', ...lines)), 0o644);
    const { stdout } = await place.run('doctor', '--json');
    const { checks: findings } = JSON.parse(stdout) as { checks: { check: string; status: string }[] };
    expect(findings.find(({ check }) => check === 'permissions')?.status).toBe('green');
  });

  it('the database, its size and version', async () => {
    const { world } = await desk();
    expect(await look('database', world)).toMatchObject({
      status: 'green',
      found: expect.stringMatching(/^intact, \d+\.\d MB, version 2026-12-02-cut-proof, no fills yet$/),
    });
  });

  it('the audit trail', async () => {
    const { world, path, change } = await desk(step('2026-03-02', 'send', 'running'));
    await change("UPDATE run_step SET status = 'done'");
    expect(await look('audit', world)).toMatchObject({ status: 'green', found: '1 entry, the chain holds' });
    await change('DROP TRIGGER audit_entry_never_changes', "UPDATE audit_entry SET subject = '2026-03-09'");
    expect(await look('audit', world)).toMatchObject({
      status: 'red',
      found: expect.stringContaining('entry 1'),
    });
    rmSync(`${path}.audit-head`);
  });

  it('that the newest backup exists, is complete, and is not old', async () => {
    const { world, clock } = await desk();
    expect(await look('backups', world)).toMatchObject({
      status: 'yellow',
      found: expect.stringContaining('none'),
    });
    const { file } = await backUp(world);
    expect(await look('backups', world)).toMatchObject({
      status: 'green',
      found: expect.stringContaining('2026-03-03T12:00:00.000Z'),
    });
    clock.set('2026-03-09T12:00:00Z');
    expect(await look('backups', world)).toMatchObject({ status: 'yellow' });
    writeFileSync(file, 'x');
    expect(await look('backups', world)).toMatchObject({
      status: 'red',
      todo: expect.stringContaining('there is none'),
    });
  });

  it.each([
    ['that never was', [], 'yellow', 'no morning has been mailed yet'],
    [
      'that failed',
      [step('2026-03-03', 'fetch', 'failed', 'the source is away')],
      'red',
      'at fetch: the source is away',
    ],
    [
      'that was interrupted',
      [step('2026-03-03', 'fetch', 'done'), step('2026-03-03', 'ledger', 'running')],
      'yellow',
      'ledger',
    ],
    ['that ended well', [step('2026-03-03', 'send', 'done')], 'green', 'is complete'],
    ['that is too long ago', [step('2026-02-20', 'send', 'done')], 'yellow', 'is missing'],
  ])('the last morning, %s', async (_, steps, status, found) => {
    const { world } = await desk(...steps);
    expect(await look('last run', world)).toMatchObject({ status, found: expect.stringContaining(found) });
  });

  it.each([
    ['is empty', [], 'green', 'no mail waits'],
    [
      'has mails that wait',
      [mail('a@desk', 'pending', '2026-03-03T14:25:00.000Z')],
      'yellow',
      '1 mail waiting to be sent',
    ],
    [
      'has mails whose deadline has passed',
      [mail('a@desk', 'pending', '2026-03-03T11:00:00.000Z')],
      'yellow',
      'may not have arrived',
    ],
    [
      'has mails whose answer was lost',
      [mail('a@desk', 'ambiguous', '2026-03-03T14:25:00.000Z')],
      'yellow',
      'may not have arrived',
    ],
    ['has sent its mails', [mail('a@desk', 'sent', '2026-03-03T14:25:00.000Z')], 'green', 'no mail waits'],
  ])('an outbox that %s', async (_, mails, status, found) => {
    const { world } = await desk(...mails);
    expect(await look('outbox', world)).toMatchObject({ status, found: expect.stringContaining(found) });
  });

  it('the calendar, with the next holiday', async () => {
    const { world } = await desk();
    expect(await look('calendar', world)).toMatchObject({
      status: 'green',
      found: expect.stringContaining('next holiday Friday 3 April 2026 (Good Friday)'),
    });
  });

  it('the folder of the log, without creating it', async () => {
    const { folder } = await desk();
    const LOG_DIR = join(folder, 'a', 'logs');
    const { world } = fakeWorld({ LOG_DIR }, NOW);
    expect(await look('log', world)).toMatchObject({ status: 'green' });
    expect(existsSync(join(folder, 'a'))).toBe(false);
    // The superuser can write to a folder of any mode, but no user can create a folder in a file.
    writeFileSync(join(folder, 'a'), '');
    expect(await look('log', world)).toMatchObject({
      status: 'red',
      found: expect.stringContaining(`LOG_DIR ${LOG_DIR}: ${join(folder, 'a')} is not a folder`),
    });
  });

  it.each([
    [
      'before it',
      '2026-03-03T09:00:00Z',
      [],
      'the next run is Tue 3 Mar 05:00 EST, its deadline 09:25 EST',
      '3',
    ],
    ['at work', NOW, [], 'a run has been due since Tue 3 Mar 05:00 EST', '3'],
    ['with a mail that waits', NOW, ['sent', 'pending'], 'a run has been due since Tue 3 Mar', '3'],
    ['mailed', NOW, ['sent', 'refused'], 'the next run is Wed 4 Mar 05:00 EST, its deadline 09:25 EST', '4'],
    ['after the deadline', '2026-03-06T16:00:00Z', [], 'the next run is Mon 9 Mar 05:00 EDT', '9'],
  ])('the next morning, %s', async (_, now, statuses, run, day) => {
    const { world, path } = await desk(
      ...statuses.map((status, index) => mail(`${index}@desk`, status, '2026-03-03T14:25:00.000Z')),
    );
    const API_URL = await sourceAt(now);
    const { world: timed } = fakeWorld({ DB_PATH: path, API_URL, API_USER: 'u', API_PASS: 'p' }, now);
    expect(await look('clock', timed)).toMatchObject({ found: expect.stringContaining(run) });
    expect(await look('calendar', { ...world, clock: timed.clock })).toMatchObject({
      found: expect.stringMatching(new RegExp(`next morning [A-Z][a-z]+ ${day} March 2026`)),
    });
  });

  it.each([
    ['the same as that of the source', '2026-03-03T12:00:01Z', 'green', 'the same as the fill source'],
    ['a minute slow', '2026-03-03T12:01:00Z', 'yellow', '60 s behind the fill source'],
    ['an hour fast', '2026-03-03T11:00:00Z', 'red', '3600 s ahead of the fill source'],
  ])('a clock that is %s', async (_, theirs, status, found) => {
    const url = await sourceAt(theirs);
    const settings = { DB_PATH: join(temporaryFolder(), 'x.db'), API_URL: url, API_USER: 'u', API_PASS: 'p' };
    const { world } = fakeWorld(settings, NOW);
    expect(await look('clock', world)).toMatchObject({ status, found: expect.stringContaining(found) });
  });

  it('the clock against that of the disk if no source is configured', async () => {
    const { world } = await desk();
    const now = { ...world, clock: { ...world.clock, now: () => new Date() } };
    expect(await look('clock', now)).toMatchObject({ found: expect.stringContaining('the disk') });
    // The fake clock stands still, in another year than the clock of the disk.
    expect(await look('clock', world)).toMatchObject({ status: 'red' });
  });
});
