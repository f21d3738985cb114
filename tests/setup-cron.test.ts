import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, cronCommand, cronLine, type Sandbox } from './setup-cron.sandbox.ts';

const OTHERS =
  'MAILTO=ops@example.com\n# nightly\n30 2 * * * /usr/bin/true 50\\%\n\n@reboot   echo "two  spaces"\n';
const BLOCK = /# >>> daybreak morning >>>\n[\s\S]*# <<< daybreak morning <<<\n/;
const ONE_BLOCK = /^(?!([\s\S]*# >>> daybreak){2})/;
// The guard is run with a faked `date -d @…`, which only GNU date knows.
const onLinux = process.platform === 'linux';
if (!onLinux)
  process.stderr.write('\nSKIPPED: the firing of setup-cron.sh is only tested where date is GNU date\n');

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(() => sandbox.remove());

describe('installing', () => {
  it('writes one marked block into an empty crontab and says what it did', () => {
    const outcome = sandbox.run();
    expect(outcome.code).toBe(0);
    expect(outcome.out).toBe(
      `Installed in your crontab:\n  npm run morning at 05:00 America/New_York, Monday to Friday\n  in  ${sandbox.root}\n  log ${sandbox.root}/logs/morning.log\n`,
    );
    expect(sandbox.crontab()).toMatch(BLOCK);
    expect(readdirSync(sandbox.root)).toContain('logs');
  });

  it('leaves every other line as it was, byte for byte', () => {
    sandbox.setCrontab(OTHERS);
    sandbox.run();
    const table = sandbox.crontab() ?? '';
    expect(table.startsWith(OTHERS)).toBe(true);
    expect(table.replace(BLOCK, '')).toBe(OTHERS);
  });

  it('changes and writes nothing the second time', () => {
    sandbox.setCrontab(OTHERS);
    sandbox.run();
    const table = sandbox.crontab();
    const outcome = sandbox.run();
    expect(outcome.out).toContain('Already in your crontab, nothing changed:');
    expect([outcome.code, sandbox.crontab(), sandbox.crontabWrites()]).toEqual([0, table, 1]);
  });

  it('brings an older block up to date in its place, and keeps one', () => {
    sandbox.run();
    sandbox.setCrontab(`${sandbox.crontab()}${OTHERS}`);
    sandbox.env('RUN_AT=04:50\n');
    sandbox.run();
    const table = sandbox.crontab() ?? '';
    expect(table).toMatch(ONE_BLOCK);
    expect(table.replace(BLOCK, '')).toBe(OTHERS);
    expect(cronLine(table)).toMatch(/^5,20,35,50 \* \* \* \* /);
  });

  it('gives cron absolute paths and no bare %, in a folder with spaces, quotes and %', () => {
    sandbox.run();
    const line = cronLine(sandbox.crontab() ?? '');
    expect(line.replaceAll('\\%', '')).not.toContain('%');
    expect(cronCommand(line)).toContain(`cd '${sandbox.root.replace("'", "'\\''")}' && `);
    expect(line).toMatch(/ \/\S+\/npm run morning >> '\//);
  });

  it('says so when the table does not read back, or is refused', () => {
    expect(sandbox.run([], { CRONTAB_FORGETS: '1' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not read back'),
    });
    expect(sandbox.run([], { CRONTAB_REFUSES: '1' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('refused the new table'),
    });
  });

  it.each([
    [
      'warns',
      'no cron daemon runs',
      'exit 1',
      expect.stringContaining('no cron daemon seems to run on this host'),
    ],
    ['is silent', 'one does', 'echo 1', ''],
  ])('%s when %s', (_, __, script, err) => {
    sandbox.provide('pgrep', script);
    expect(sandbox.run()).toMatchObject({ code: 0, err });
  });

  it('refuses a folder whose name cron would garble', () => {
    const garbled = createSandbox('back\\slash');
    try {
      expect(garbled.run()).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('found a backslash or a line break'),
      });
      expect(garbled.crontab()).toBeNull();
    } finally {
      garbled.remove();
    }
  });

  it('never overwrites a crontab that it cannot read', () => {
    sandbox.setCrontab(OTHERS);
    for (const options of [[], ['--remove']]) {
      const outcome = sandbox.run(options, { CRONTAB_BROKEN: '1' });
      expect(outcome).toMatchObject({
        code: 1,
        err: expect.stringContaining('you are not allowed to use this program'),
      });
    }
    expect([sandbox.crontab(), sandbox.crontabWrites()]).toEqual([OTHERS, 0]);
  });

  it.each([
    ['the end', '# >>> daybreak morning >>>\n0 5 * * 1 true\n'],
    ['the beginning', '0 5 * * 1 true\n# <<< daybreak morning <<<\n'],
    [
      'the end of the first of two',
      '# >>> daybreak morning >>>\n# >>> daybreak morning >>>\n# <<< daybreak morning <<<\n',
    ],
  ])('refuses a crontab whose block has lost %s', (_, half) => {
    sandbox.setCrontab(half);
    for (const options of [[], ['--remove']]) {
      expect(sandbox.run(options)).toMatchObject({
        code: 1,
        err: expect.stringContaining('found only half of the marked block'),
      });
    }
    expect([sandbox.crontab(), sandbox.crontabWrites()]).toEqual([half, 0]);
  });
});

describe('the options', () => {
  it('--remove takes the block out and leaves the rest byte for byte', () => {
    sandbox.setCrontab(OTHERS);
    sandbox.run();
    expect(sandbox.run(['--remove'])).toEqual({
      code: 0,
      out: 'Removed from your crontab: npm run morning.\n',
      err: '',
    });
    expect(sandbox.crontab()).toBe(OTHERS);
  });

  it('--remove has nothing to do where nothing was installed', () => {
    const expected = { code: 0, out: 'Nothing to remove: your crontab does not run the morning.\n', err: '' };
    expect(sandbox.run(['--remove'])).toEqual(expected);
    sandbox.setCrontab(OTHERS);
    expect(sandbox.run(['--remove'])).toEqual(expected);
    expect([sandbox.crontab(), sandbox.crontabWrites()]).toEqual([OTHERS, 0]);
  });

  it('--remove works when Node is gone and .env is wrong', () => {
    sandbox.run();
    sandbox.env('RUN_AT=noon\n');
    sandbox.forget('node');
    expect(sandbox.run(['--remove']).code).toBe(0);
    expect(sandbox.crontab()).toBe('');
  });

  it('--print shows the very block and changes nothing, even without a crontab command', () => {
    sandbox.run();
    const installed = sandbox.crontab();
    sandbox.run(['--remove']);
    sandbox.forget('crontab');
    expect(sandbox.run(['--print'])).toEqual({ code: 0, out: installed, err: '' });
    expect(sandbox.crontabWrites()).toBe(2);
  });

  it('--help says how to use it', () => {
    expect(sandbox.run(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: ./setup-cron.sh'),
      err: '',
    });
  });

  it.each([[['--bogus']], [['install']], [['--print', '--remove']]])('%j is bad usage', (options) => {
    const outcome = sandbox.run(options);
    expect(outcome).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('Usage: ./setup-cron.sh'),
    });
    expect(sandbox.crontab()).toBeNull();
  });

  it.each(['crontab', 'npm', 'node'])('without %s it says what is missing and changes nothing', (command) => {
    sandbox.forget(command);
    expect(sandbox.run()).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(`setup-cron: ${command} · not found on PATH`),
    });
    expect(sandbox.crontab()).toBeNull();
  });
});

describe('the settings of .env', () => {
  it.each([
    ['RUN_AT=06:20', '5,20,35,50', '06:20', 'America/New_York'],
    ['RUN_AT="06:20" # earlier', '5,20,35,50', '06:20', 'America/New_York'],
    ["export TIMEZONE = 'Europe/London'\r", '0,15,30,45', '05:00', 'Europe/London'],
    ['TIMEZONE=Asia/Tokyo # far\nTIMEZONE=UTC', '0,15,30,45', '05:00', 'UTC'],
    ['# RUN_AT=06:20\nMY_RUN_AT=07:00\nRUN_AT=', '0,15,30,45', '05:00', 'America/New_York'],
    ['RUN_AT=08:09', '9,24,39,54', '08:09', 'America/New_York'],
  ])('%j', (text, minutes, runAt, zone) => {
    sandbox.env(`${text}\n`);
    const line = cronLine(sandbox.run(['--print']).out);
    expect(line.startsWith(`${minutes} * * * * case "$(TZ=${zone} date `)).toBe(true);
    expect(line).toContain(` in [1-5].${runAt}) `);
  });

  it('run every day for a desk that never closes', () => {
    sandbox.env('CALENDAR=everyday\n');
    expect(cronLine(sandbox.run(['--print']).out)).toContain(' in [1-7].05:00) ');
  });

  it.each([
    ['RUN_AT=5am', '.env RUN_AT · found "5am" · expected HH:MM'],
    ['RUN_AT=24:00', '.env RUN_AT · found "24:00" · expected HH:MM'],
    ['RUN_AT=05:00;rm', '.env RUN_AT · found "05:00;rm"'],
    ['TIMEZONE=America/Gotham', '.env TIMEZONE · found "America/Gotham"'],
    ['TIMEZONE=$(id)', '.env TIMEZONE · found "$(id)"'],
    ['TIMEZONE=../zoneinfo/UTC', '.env TIMEZONE · found "../zoneinfo/UTC"'],
    ['CALENDAR=lse', '.env CALENDAR · found "lse" · expected nyse, weekdays or everyday'],
  ])('are refused: %s', (text, message) => {
    sandbox.env(`${text}\n`);
    for (const options of [[], ['--print']]) {
      expect(sandbox.run(options)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
    }
    expect(sandbox.crontab()).toBeNull();
  });
});

describe.skipIf(!onLinux)('the installed line', () => {
  const CHANGES = [
    ['spring', '2026-03-06', ['Fri 2026-03-06', 'Mon 2026-03-09', 'Tue 2026-03-10']],
    ['autumn', '2026-10-30', ['Fri 2026-10-30', 'Mon 2026-11-02', 'Tue 2026-11-03']],
  ] as const;
  const HOSTS = ['UTC', 'Europe/Berlin', 'Asia/Kolkata'];

  it.each(CHANGES.flatMap((change) => HOSTS.map((host) => [...change, host] as const)))(
    'fires once each weekday through the %s change of New York from %s: %j on a host in %s',
    (_, from, days, host) => {
      sandbox.run();
      const firings = sandbox.fire(cronInstants(cronLine(sandbox.crontab() ?? ''), from, 5, host), host);
      expect(firings).toEqual(days.map((day) => `npm run morning in ${sandbox.root} at ${day} 05:00:00`));
    },
  );

  it('fires through the clock changes of a host in Berlin, which come on other days', () => {
    sandbox.run();
    const table = cronLine(sandbox.crontab() ?? '');
    const instants = ['2026-03-27', '2026-10-23'].flatMap((from) =>
      cronInstants(table, from, 4, 'Europe/Berlin'),
    );
    const days = ['Fri 2026-03-27', 'Mon 2026-03-30', 'Fri 2026-10-23', 'Mon 2026-10-26'];
    expect(sandbox.fire(instants, 'Europe/Berlin')).toEqual(
      days.map((day) => `npm run morning in ${sandbox.root} at ${day} 05:00:00`),
    );
  });

  it('fires at the RUN_AT and in the TIMEZONE of .env', () => {
    sandbox.env('RUN_AT=08:10\nTIMEZONE=Europe/London\n');
    sandbox.run();
    const instants = cronInstants(cronLine(sandbox.crontab() ?? ''), '2026-03-27', 4, 'Asia/Kolkata');
    expect(sandbox.fire(instants, 'Asia/Kolkata')).toEqual([
      `npm run morning in ${sandbox.root} at Fri 2026-03-27 04:10:00`,
      `npm run morning in ${sandbox.root} at Mon 2026-03-30 03:10:00`,
    ]);
  });
});

describe.skipIf(!onLinux)('a morning that fails', () => {
  const fiveInNewYork = Date.parse('2026-03-03T10:00:00Z') / 1000;

  it('says one line, for cron to mail: the exit code and where the log is', () => {
    sandbox.run();
    sandbox.provide('npm', 'echo what went wrong; exit 2');
    expect(() => sandbox.fire([fiveInNewYork], 'UTC')).toThrow(
      `"out":"Daybreak: the morning run failed with exit code 2; why stands in ${sandbox.root}/logs/morning.log\\n","err":""`,
    );
    expect(readFileSync(`${sandbox.root}/logs/morning.log`, 'utf8')).toBe('what went wrong\n');
  });
});

describe('the script', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  if (!shellcheck)
    process.stderr.write('\nSKIPPED: setup-cron.sh is not linted, shellcheck is not installed\n');

  it.skipIf(!shellcheck)('passes shellcheck', () => {
    const outcome = spawnSync('shellcheck', ['setup-cron.sh'], {
      cwd: `${import.meta.dirname}/..`,
      encoding: 'utf8',
    });
    expect(outcome.stdout).toBe('');
  });
});

/**
 * The seconds since 1970 at which cron, on a host in this zone, would start the line within some New York
 * days.
 */
function cronInstants(line: string, from: string, days: number, hostZone: string): readonly number[] {
  const [minutes = '', ...others] = line.split(' ').slice(0, 5);
  expect(others).toEqual(['*', '*', '*', '*']);
  const wanted = new Set(minutes.split(',').map(Number));
  const start = DateTime.fromISO(from, { zone: 'America/New_York' });
  const end = start.plus({ days }).toSeconds();
  const instants: number[] = [];
  for (let second = start.toSeconds(); second < end; second += 60) {
    if (wanted.has(DateTime.fromSeconds(second, { zone: hostZone }).minute)) instants.push(second);
  }
  return instants;
}
