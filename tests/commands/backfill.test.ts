import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/adapters/demo/server.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { compiledProgram } from '../support/program.ts';
import { type RecordingProxy, recordingProxy } from '../support/recordingProxy.ts';
import { residentCli } from '../support/residentCli.ts';
import { temporaryFolder } from '../support/stores.ts';

const calendar = createCalendar('nyse');
const through = '2024-03-08';
let server: DemoServer;
let proxy: RecordingProxy;
let sessions: readonly string[];
/** A desk whose history was fetched at once. */
let whole: ReturnType<typeof desk>;

beforeAll(async () => {
  server = await startDemoServer({ through, calendar, requestsPerWindow: null, pageRows: 4_000 });
  proxy = await recordingProxy(server.url);
  sessions = calendar.sessionsBetween(server.firstSession, through);
  whole = desk(temporaryFolder(afterAll));
  await whole.run('--from', server.firstSession, '--to', through);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

function desk(folder = temporaryFolder()) {
  const dbPath = join(folder, 'daybreak.db');
  const settings = {
    DB_PATH: dbPath,
    API_URL: proxy.url,
    API_USER: server.user,
    API_PASS: server.password,
    LOG_LEVEL: 'error',
  };
  const read = <T>(sql: string): T[] => {
    const driver = new Driver(dbPath, { readonly: true });
    try {
      return driver.prepare<[], T>(sql).all();
    } finally {
      driver.close();
    }
  };
  return {
    dbPath,
    settings,
    run: (...args: string[]) => residentCli(['backfill', ...args], settings, folder),
    read,
    complete: () =>
      existsSync(dbPath) &&
      read<{ n: number }>("SELECT count(*) AS n FROM sqlite_master WHERE name = 'fetched_session'")[0]?.n ===
        1
        ? read<{ session_date: string }>('SELECT session_date FROM fetched_session').map(
            (row) => row.session_date,
          )
        : [],
    facts: () => read('SELECT * FROM trader_day ORDER BY trader_id, session_date'),
    lots: () => read('SELECT * FROM open_lot ORDER BY trader_id, session_date, ordinal'),
    totals: () => read('SELECT * FROM source_total ORDER BY account_id, session_date'),
  };
}

/**
 * Starts a backfill and kills it `delayMs` after its n-th request for fills; true when the kill came in time.
 */
function killedRun(
  settings: Record<string, string>,
  fillsRequests: number,
  delayMs: number,
): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [compiledProgram(), 'backfill', '--from', server.firstSession, '--to', through],
    { env: { PATH: process.env['PATH'] ?? '', ...settings }, stdio: 'ignore' },
  );
  let seen = 0;
  proxy.onRequest = ({ action }) => {
    if (action === 'fills' && ++seen === fillsRequests) setTimeout(() => child.kill('SIGKILL'), delayMs);
  };
  return new Promise((resolve) => {
    child.once('exit', (_, signal) => resolve(signal === 'SIGKILL'));
  });
}

describe('backfill', () => {
  it('a backfill that is killed repeatedly continues where it stopped, and ends with the same data', async () => {
    const broken = desk();
    let kills = 0;
    // Kill one page later each time: while the page is requested, read, stored or computed.
    const moments = [
      [1, 0],
      [2, 30],
      [3, 5],
      [5, 60],
      [4, 15],
      [7, 90],
      [9, 40],
    ] as const;
    for (const [requests, delayMs] of moments) {
      const complete = broken.complete();
      proxy.forget();
      if (await killedRun(broken.settings, requests, delayMs)) kills++;
      expectNothingAskedTwice(complete);
    }
    const there = broken.complete();
    proxy.forget();
    proxy.onRequest = () => undefined;
    const { exitCode, stdout } = await broken.run('--from', server.firstSession, '--to', through, '--json');
    expectNothingAskedTwice(there);

    expect(kills).toBeGreaterThanOrEqual(5);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ fetched: sessions.length - there.length, alreadyThere: there.length }),
    ]);
    expect(broken.read('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(broken.facts()).toEqual(whole.facts());
    expect(broken.lots()).toEqual(whole.lots());
    expect(broken.totals()).toEqual(whole.totals());
    expect(broken.read('SELECT * FROM stale_day')).toEqual([]);
  });

  it('prints what it did, as JSON and as text, and fetches nothing on the second run', async () => {
    const place = desk();
    const [from = '', to = ''] = sessions.slice(0, 3).filter((_, at) => at !== 1);
    const first = await place.run('--from', from, '--to', to, '--json');
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    expect(JSON.parse(first.stdout)).toEqual({
      from,
      to,
      fetched: 3,
      alreadyThere: 0,
      fills: expect.any(Number),
      rejected: 0,
      traderDays: place.facts().length,
    });
    proxy.forget();
    const second = await place.run('--from', from, '--to', to);
    expect(second.stdout).toContain(`${from} to ${to}: 0 sessions fetched, 3 there before, 0 fills`);
    expect(proxy.asked.map(({ action }) => action)).not.toContain('fills');
  });

  it('a backfill of sessions before the stored ones recomputes the stored ones once, not once a block', async () => {
    const place = desk();
    await place.run('--from', sessions[30] ?? '', '--to', through);
    const { stdout } = await place.run('--from', server.firstSession, '--to', through, '--json');
    expect(place.facts().length).toBe(whole.facts().length);
    const names =
      'SELECT name, session_date, net_pnl, marks FROM trader_day JOIN low_water_marks USING (trader_id, session_date) JOIN trader ON trader.id = trader_id ORDER BY 1, 2';
    expect(place.read(names)).toEqual(whole.read(names));
    expect(JSON.parse(stdout).traderDays).toBeLessThanOrEqual(whole.facts().length);
  });

  it('fetches the totals that an earlier run did not reach, and no fills', async () => {
    const place = desk();
    await place.run('--from', sessions[0] ?? '', '--to', sessions[2] ?? '');
    const driver = new Driver(place.dbPath);
    driver.exec('DELETE FROM source_total; UPDATE fetched_session SET totals_at = NULL');
    driver.close();
    proxy.forget();
    await place.run('--from', sessions[0] ?? '', '--to', sessions[2] ?? '');
    expect(proxy.asked.map(({ action }) => action)).not.toContain('fills');
    expect(place.totals().length).toBeGreaterThan(0);
  });

  it('begins at the next session if --from is a closed day', async () => {
    const { exitCode, stdout } = await desk().run('--from', '2024-02-17', '--to', '2024-02-20', '--json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ from: '2024-02-20', to: '2024-02-20', fetched: 1 }),
    ]);
  });

  it.each([
    [['--from', '2024-03-08', '--to', '2024-03-01'], /--from 2024-03-08 after 2024-03-01/],
    [['--from', '2024-03-01', '--to', '2999-01-04'], /--to 2999-01-04 · expected .* the last session closed/],
    [['--from', '2999-01-04'], /--from 2999-01-04 after/],
    [['--from', '2024-03-09', '--to', '2024-03-10'], /no session from 2024-03-09 to 2024-03-10/],
    [['--from', '2024-02-30'], /YYYY-MM-DD/],
    [[], /--from/],
  ])('%j is bad usage, and asks the source nothing', async (args, expected) => {
    proxy.forget();
    const { exitCode, stderr } = await desk().run(...args);
    expect([exitCode, proxy.asked]).toEqual([2, []]);
    expect(stderr).toMatch(expected);
  });

  it('fails without a configured source', async () => {
    const { exitCode, stderr } = await residentCli(
      ['backfill', '--from', '2024-03-01'],
      {},
      temporaryFolder(),
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('API_URL is not set')]);
  });

  it('a backfill that cannot log in returns 1 and stores nothing', async () => {
    const place = desk();
    const { exitCode } = await residentCli(
      ['backfill', '--from', sessions[0] ?? '', '--to', through],
      { ...place.settings, API_PASS: 'wrong' },
      temporaryFolder(),
    );
    expect([exitCode, place.complete()]).toEqual([1, []]);
  });
});

function expectNothingAskedTwice(complete: readonly string[]): void {
  const again = proxy.asked
    .filter(({ action }) => action === 'fills')
    .filter(({ startDate, endDate }) => complete.some((date) => date >= startDate && date <= endDate));
  expect(again).toEqual([]);
}
