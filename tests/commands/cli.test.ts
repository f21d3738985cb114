import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeVersion } from '../../src/commands/codeVersion.ts';
import type { Handlers } from '../../src/commands/commandOptions.ts';
import { commandTable } from '../../src/commands/commandTable.ts';
import { cli } from '../support/cli.ts';
import { copyDemoDesk, DEMO_SESSION } from '../support/demoDesk.ts';
import { residentCli } from '../support/residentCli.ts';
import { temporaryFolder } from '../support/stores.ts';

const HEADER = 'Date/Time,Account,B/S,Qty,Symbol,Price,Comm,Order Id,Fill Id,PropReports Id';

/** A new folder for one test, and functions that run Daybreak in it. */
function workplace(folder = temporaryFolder()) {
  return {
    folder,
    run: (...args: string[]) => residentCli(args, {}, folder),
    runWith: (settings: Record<string, string>, ...args: string[]) => residentCli(args, settings, folder),
    write: (name: string, ...lines: string[]) => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return name;
    },
  };
}

/** One purchase at 10 and one sale at 11 in each of the first sessions of March 2026. */
function fillsFile(sessions: number): string[] {
  return Array.from(
    { length: sessions },
    (_, index) => `03/${String(index + 2).padStart(2, '0')}/2026`,
  ).flatMap((date, index) => [
    `${date} 10:00:00,NET001,B,100,AAPL,10,0.5,O${index},F${index}b,${index}b`,
    `${date} 11:00:00,NET001,S,100,AAPL,11,0.5,O${index},F${index}s,${index}s`,
  ]);
}

describe('the command line', () => {
  it.each([[['--help']], [['morning', '--help']], [['roster', 'set', '--help']]])(
    '%j prints help and returns 0, even with bad settings',
    async (args) => {
      const { exitCode, stdout } = await cli(args, { CALENDAR: 'nonsense' });
      expect([exitCode, stdout.startsWith('Usage: daybreak')]).toEqual([0, true]);
    },
  );

  it.each([[['--version']], [['morning', '--version']], [['roster', 'list', '--version']]])(
    '%j prints the version of package.json and nothing else',
    async (args) => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
      const { exitCode, stdout, stderr } = await cli(args, { CALENDAR: 'nonsense' });
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    },
  );

  it.each([
    [['nonsense'], /unknown command/],
    [['morning', '--date', 'tomorrow'], /YYYY-MM-DD/],
    [['morning', '--to', 'x@y.example\r\nBcc: z@y.example'], /one address/],
    [['export', 'everything'], /trader-days, decisions, indicators or fills/],
    [['roster', 'set', 'NET001', '--limit', '-5'], /a plain number of dollars/],
  ])('%j is bad usage and returns 2', async (args, expected) => {
    const { exitCode, stderr } = await cli(args, {});
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(expected);
  });

  it('reports all bad settings with exit code 2, and as JSON with --json', async () => {
    const { exitCode, stdout, stderr } = await cli(['roster', 'list', '--json'], {
      CALENDAR: 'moon',
      DEFAULT_LIMIT: 'much',
    });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'bad_settings', message: expect.stringContaining('DEFAULT_LIMIT') },
    });
    expect(stderr).toContain('CALENDAR is "moon"');
  });
});

describe('the help', () => {
  it('groups the commands by what they are for, each with an example', async () => {
    const { stdout } = await cli(['--help'], {});
    expect(stdout.match(/^[A-Z][\w, ]+:$/gm)).toEqual([
      'Options:',
      'Daily:',
      'Desk page and API:',
      'Limits:',
      'Desk:',
      'Risk:',
      'Analysis:',
      'Maintenance:',
      'Audit:',
      'Commands:',
    ]);
    const program = commandTable(new Proxy({} as Handlers, {}), () => undefined);
    const without = program.commands.filter((command) => !command.summary().includes('\nnpm run '));
    expect(without.map((command) => command.name())).toEqual([]);
  });

  it('prints the version with --version and returns 0', async () => {
    const { exitCode, stdout } = await cli(['--version'], { CALENDAR: 'nonsense' });
    expect([exitCode, stdout.trim()]).toEqual([0, codeVersion]);
  });

  it('has an example for every command', () => {
    const program = commandTable(new Proxy({} as Handlers, {}), () => undefined);
    const all = program.commands.flatMap((command) => [command, ...command.commands]);
    const shown = all.map((command) => {
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) });
      command.outputHelp();
      return [command.name(), /Examples?:\n {2}npm run /.test(text)];
    });
    expect(shown.filter(([, hasExample]) => !hasExample)).toEqual([]);
  });
});

describe('import', () => {
  it('stores the good rows, writes the bad ones to a file, and counts both', async () => {
    const place = workplace();
    place.write(
      'fills.csv',
      HEADER,
      ...fillsFile(2),
      '03/40/2026 10:00:00,NET001,B,1,AAPL,10,0,O,F,x1',
      '03/02/2026 10:00:00,NET001,Q,1,AAPL,10,0,O,F,x2',
    );
    const { exitCode, stdout } = await place.run('import', 'fills.csv', '--json');
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toEqual({
      files: [
        {
          file: 'fills.csv',
          format: 'propreports-fills',
          read: 6,
          inserted: 4,
          duplicates: 0,
          rejected: 2,
          rejectedFile: expect.any(String),
          unreadColumns: [],
          rejects: [
            {
              column: 'Date/Time',
              reason: expect.stringContaining('not a calendar date'),
              rows: 1,
              examples: [{ line: 6, value: '03/40/2026 10:00:00' }],
            },
            {
              column: 'B/S',
              reason: expect.stringContaining('unknown side'),
              rows: 1,
              examples: [{ line: 7, value: 'Q' }],
            },
          ],
          otherRejects: 0,
        },
      ],
      traders: 1,
      sessions: 2,
    });
    const rejects = readFileSync(join(place.folder, result.files[0].rejectedFile), 'utf8').split('\n');
    expect(rejects[0]).toBe('file,line,column,value,reason,row');
    expect(rejects[1]).toMatch(/^fills\.csv,6,Date\/Time,03\/40\/2026/);
    expect(rejects[2]).toMatch(/^fills\.csv,7,B\/S,Q,/);
  });

  it('a second import of the same file changes nothing', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(3));
    await place.run('import', 'fills.csv');
    const before = (await place.run('export', 'trader-days')).stdout;
    const again = JSON.parse((await place.run('import', 'fills.csv', '--json')).stdout);
    expect(again.files[0]).toMatchObject({ read: 6, inserted: 0, duplicates: 6, rejected: 0 });
    expect((await place.run('export', 'trader-days')).stdout).toBe(before);
  });

  it('rejects a file that is not a fills CSV with exit code 1, and stores nothing from it', async () => {
    const place = workplace();
    place.write('page.html', '<!DOCTYPE html>', '<html><body>Please log in</body></html>');
    const { exitCode, stderr } = await place.run('import', 'page.html');
    expect([exitCode, /found an HTML page/.test(stderr)]).toEqual([1, true]);
    expect((await place.run('export', 'trader-days')).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('reports a missing file before it reads any other file', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(1));
    const { exitCode, stderr } = await place.run('import', 'fills.csv', 'gone.csv');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('gone.csv · found no such file')]);
    expect(existsSync(join(place.folder, 'data', 'daybreak.db'))).toBe(false);
  });
});

describe('export', () => {
  it('writes trader-days with the documented columns first', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(1));
    await place.run('import', 'fills.csv');
    const [head, row] = (await place.run('export', 'trader-days')).stdout.split('\n');
    expect(head).toMatch(/^session_date,trader,fills,gross_pnl,fees,net_pnl,overnight_notional,/);
    expect(row).toMatch(/^2026-03-02,NET001,2,100,1,99,0,/);
  });

  it('escapes a name that a spreadsheet would run as a formula', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, '03/02/2026 10:00:00,=HYPERLINK("x"),B,1,AAPL,10,0,O,F,1');
    await place.run('import', 'fills.csv');
    expect((await place.run('export', 'trader-days')).stdout).not.toMatch(/^2026-03-02,"?=/m);
  });

  it('exports the indicators of every morning', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(2));
    await place.run('import', 'fills.csv');
    const rows = JSON.parse((await place.run('export', 'indicators', '--json')).stdout);
    expect(
      rows.map((row: Record<string, unknown>) => [row['session_date'], row['trader'], row['last_r']]),
    ).toEqual([
      ['2026-03-03', 'NET001', null],
      ['2026-03-04', 'NET001', null],
    ]);
  });
});

describe('roster', () => {
  it('sets, imports and lists traders and multipliers, and recomputes P&L', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(1));
    await place.run('import', 'fills.csv');
    place.write(
      'roster.csv',
      'Trader,Desk,Base_Limit,Risk_Capital,Active,Accounts',
      'NET001,Equities,4000,,yes,NET001',
      'NET002,Futures,2500.50,90000,no,NET002;NET002B',
    );
    expect((await place.run('roster', 'import', 'roster.csv')).exitCode).toBe(0);
    expect((await place.run('roster', 'set', 'NET001', '--limit', '4500')).exitCode).toBe(0);
    expect((await place.run('roster', 'multiplier', 'AAPL', '10')).stdout).toContain(
      '1 trader-day computed again',
    );
    const { traders, multipliers } = JSON.parse((await place.run('roster', 'list', '--json')).stdout);
    expect(traders).toEqual([
      {
        trader: 'NET001',
        desk: 'Equities',
        baseLimit: 4500,
        riskCapital: null,
        active: true,
        accounts: ['NET001'],
        limitInForce: 4500,
        inForceSource: 'base',
        inForceSince: null,
      },
      {
        trader: 'NET002',
        desk: 'Futures',
        baseLimit: 2500.5,
        riskCapital: 90_000,
        active: false,
        accounts: ['NET002', 'NET002B'],
        limitInForce: 2500.5,
        inForceSource: 'base',
        inForceSince: null,
      },
    ]);
    expect(multipliers).toEqual([{ pattern: 'AAPL', multiplier: 10 }]);
    expect((await place.run('export', 'trader-days')).stdout).toMatch(/^2026-03-02,NET001,2,1000,1,999,/m);
  });

  it('rejects the whole roster file if one line is bad', async () => {
    const place = workplace();
    place.write('roster.csv', 'trader,base_limit', 'NET001,4000', 'NET002,a lot');
    const { exitCode, stderr } = await place.run('roster', 'import', 'roster.csv');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/line 3, base_limit: found "a lot", expected a plain number of dollars/),
    ]);
    expect(JSON.parse((await place.run('roster', 'list', '--json')).stdout).traders).toEqual([]);
  });
});

describe('morning from imported fills', () => {
  it('decides for the session after the last stored one, and reports the source of the fills', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(5));
    await place.run('import', 'fills.csv');
    const { exitCode, stdout } = await place.run('morning', '--dry-run', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      sessionDate: '2026-03-09',
      dataThrough: '2026-03-06',
      source: 'csv',
      engine: 'rules',
      gate: null,
      traders: [
        {
          trader: 'NET001',
          tier: 'unknown',
          baseLimit: 5000,
          newLimit: 5000,
          reductionPct: 0,
          reconciled: null,
        },
      ],
      delivery: { status: 'dry-run', recipients: [] },
    });
  });

  it('returns 2 without mail settings, and needs none for a dry run', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...fillsFile(1));
    await place.run('import', 'fills.csv');
    const { exitCode, stderr } = await place.run('morning', '--force');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('EMAIL_FROM, EMAIL_RECIPIENTS, SMTP_HOST'),
    ]);
  });

  it.each([
    [['morning', '--dry-run', '--date', '2026-11-26'], /Thanksgiving.*\n.*Try 2026-11-27/],
    [['preview', '--date', '2026-11-28'], /--date 2026-11-28 · the market is closed \(Saturday\)/],
    [['preview', '--date', '2026-02-30'], /YYYY-MM-DD/],
    [
      ['export', 'decisions', '--from', '2026-03-03', '--to', '2026-03-02'],
      /--from 2026-03-03 · is after --to/,
    ],
    [['audit', '--from', '2026-03-03', '--to', '2026-03-02'], /--from 2026-03-03 · is after --to/],
  ])('%j is bad usage', async (args, problem) => {
    const { exitCode, stderr } = await workplace().run(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(problem)]);
  });
});

describe('the demo morning', () => {
  const place = workplace(temporaryFolder(afterAll));
  let result: Awaited<ReturnType<typeof cli>>;
  const dryRun = (session: string) => place.run('morning', '--dry-run', '--json', '--date', session);
  beforeAll(async () => {
    await copyDemoDesk(join(place.folder, 'data'));
    result = await dryRun(DEMO_SESSION);
  });

  it('cuts limits, and has only proven P&L', () => {
    const { traders, source } = JSON.parse(result.stdout);
    const cuts = traders.filter((trader: { action: string }) => trader.action === 'cut');
    expect([source, result.exitCode]).toEqual(['demo', 0]);
    expect(cuts.length).toBeGreaterThanOrEqual(1);
    expect(traders.filter((trader: { reconciled: boolean | null }) => trader.reconciled === false)).toEqual(
      [],
    );
  });

  it('writes the mail as files', () => {
    const { delivery } = JSON.parse(result.stdout);
    const sizes = Object.values(delivery.files as Record<string, string>).map(
      (file) => statSync(join(place.folder, file)).size,
    );
    expect(sizes.every((size) => size > 500)).toBe(true);
  });

  it('is the same a second time, and another one on the next day', async () => {
    const sections = (text: string) => {
      const { delivery: _, durationMs: __, ...report } = JSON.parse(text);
      return report;
    };
    const again = await dryRun(DEMO_SESSION);
    const next = await dryRun('2026-11-20');
    expect(sections(again.stdout)).toEqual(sections(result.stdout));
    const reasons = (text: string) =>
      JSON.parse(text).traders.map(({ reasons: each }: { reasons: unknown }) => each);
    expect(reasons(next.stdout)).not.toEqual(reasons(result.stdout));
  });

  it('is never mailed to the risk managers', async () => {
    const mail = {
      EMAIL_FROM: 'a@desk.example',
      EMAIL_RECIPIENTS: 'b@desk.example',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: '1',
      SMTP_SECURITY: 'none',
    };
    const empty = workplace();
    const { exitCode, stderr } = await empty.runWith(mail, 'morning', '--date', DEMO_SESSION, '--force');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('demo desk')]);
    // The desk takes half a minute to make, and is of no use to a command that may not mail it.
    expect(existsSync(join(empty.folder, 'data', 'demo.db'))).toBe(false);
  });
});

describe('doctor', () => {
  it('prints one line for every check', async () => {
    const { exitCode, stdout } = await workplace().run('doctor', '--json');
    const { ok, checks } = JSON.parse(stdout);
    expect([exitCode, ok]).toEqual([0, true]);
    expect(checks.map(({ check }: { check: string }) => check)).toEqual([
      'configuration',
      'node',
      'permissions',
      'database',
      'history',
      'imports',
      'audit',
      'backups',
      'source',
      'mail',
      'alerts',
      'calendar',
      'disk',
      'log',
      'clock',
      'daemon',
      'web server',
      'last run',
      'outbox',
      'limits',
    ]);
  });

  it('returns 1 and what to do if the database is broken', async () => {
    const place = workplace();
    place.write('broken.db', 'no database '.repeat(200));
    const { exitCode, stdout } = await place.runWith({ DB_PATH: 'broken.db' }, 'doctor', '--json');
    expect(exitCode).toBe(1);
    expect(
      JSON.parse(stdout).checks.find(({ check }: { check: string }) => check === 'database'),
    ).toMatchObject({ status: 'red', todo: expect.stringContaining('migrate -- --adopt') });
  });

  it('runs no other check if the settings are not valid', async () => {
    const { exitCode, stdout } = await workplace().runWith({ RUN_AT: 'dawn' }, 'doctor');
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('RUN_AT')]);
  });

  it('reports an .env that it cannot read, instead of using defaults', async () => {
    const place = workplace();
    // The superuser can read a file of any mode, but no user can read a folder as a file.
    mkdirSync(join(place.folder, '.env'));
    const [looked, run, help] = [
      await place.run('doctor', '--json'),
      await place.run('morning', '--dry-run'),
      await place.run('--help'),
    ];
    expect([looked.exitCode, looked.stdout]).toEqual([1, expect.stringMatching(/\.env · found a folder/)]);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`Settings ${join(place.folder, '.env')} · found a folder`);
    expect(help.exitCode).toBe(0);
  });
});
