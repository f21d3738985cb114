import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../setup-cron.sandbox.ts';

/** Records its calls; `is-enabled` succeeds once something was enabled. */
const FAKE_SYSTEMCTL = `echo "$*" >> "$SYSTEMCTL_LOG"
case "$*" in *is-enabled*) grep -q ' \\{0,1\\}enable ' "$SYSTEMCTL_LOG" ;; esac
case "$*" in *"$SYSTEMCTL_FAILS"*) [ -z "$SYSTEMCTL_FAILS" ] || { echo "Failed." >&2; exit 1; } ;; esac
`;
const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

let sandbox: Sandbox;
let log: string;
beforeEach(() => {
  sandbox = createSandbox();
  log = join(sandbox.elsewhere, 'systemctl.log');
  writeFileSync(log, '');
  sandbox.provide('systemctl', FAKE_SYSTEMCTL);
  // The host's service runs as the owner of the folder, whom root does not make an ordinary user.
  if (asRoot) chownSync(sandbox.root, NOBODY, NOBODY);
});
afterEach(() => sandbox.remove());

function run(options: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const folders = { XDG_CONFIG_HOME: join(sandbox.elsewhere, 'config'), DESTDIR: sandbox.elsewhere };
  return sandbox.run(['--systemd', ...options], { ...folders, SYSTEMCTL_LOG: log, ...more });
}

function unitFolder(scope: 'user' | 'system'): string {
  return join(sandbox.elsewhere, scope === 'user' ? 'config/systemd/user' : 'etc/systemd/system');
}

function asked(): readonly string[] {
  return readFileSync(log, 'utf8').split('\n').filter(Boolean);
}

/** The settings of a unit; each is a list, because a key may occur more than once. */
function unit(name: string, scope: 'user' | 'system' = 'user'): Record<string, string[]> {
  const settings: Record<string, string[]> = {};
  for (const line of readFileSync(join(unitFolder(scope), name), 'utf8').split('\n')) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (key !== '') settings[key] = [...(settings[key] ?? []), value];
  }
  return settings;
}

describe('the daemon', () => {
  it('is a service of the user that runs the product in its folder, starts again and may write little', () => {
    const outcome = run([]);
    expect(outcome).toMatchObject({
      code: 0,
      out: expect.stringContaining('Installed and started: daybreak.service'),
    });
    const place = sandbox.root.replaceAll('%', '%%');
    expect(unit('daybreak.service')).toMatchObject({
      Type: ['exec'],
      ExecStart: [expect.stringMatching(/^\/\S+\/node --import tsx src\/main\.ts start$/)],
      WorkingDirectory: [place],
      EnvironmentFile: ['-%h/.config/daybreak/environment'],
      Restart: ['on-failure'],
      RestartPreventExitStatus: ['2'],
      UMask: ['0077'],
      NoNewPrivileges: ['yes'],
      ProtectSystem: ['strict'],
      ReadWritePaths: [`"${place}/data" "${place}/logs"`],
      PrivateTmp: ['yes'],
      WantedBy: ['default.target'],
    });
    expect(asked()).toEqual([
      '--user daemon-reload',
      '--user enable daybreak.service',
      '--user restart daybreak.service',
    ]);
    expect(readdirSync(sandbox.root)).toEqual(expect.arrayContaining(['data', 'logs']));
  });

  it('is for the whole host run by an ordinary user without any capability', () => {
    expect(run(['--system']).code).toBe(0);
    const settings = unit('daybreak.service', 'system');
    expect(settings).toMatchObject({
      User: [ownerName()],
      CapabilityBoundingSet: [''],
      ProtectHome: ['read-only'],
      EnvironmentFile: ['-/etc/daybreak/environment'],
      WantedBy: ['multi-user.target'],
      After: ['network-online.target'],
    });
    expect(statSync(join(sandbox.root, 'data')).uid).toBe(statSync(sandbox.root).uid);
    expect(asked()).toEqual(['daemon-reload', 'enable daybreak.service', 'restart daybreak.service']);
  });

  it.runIf(asRoot)('is refused for the whole host where it would run as root', () => {
    chownSync(sandbox.root, 0, 0);
    expect(run(['--system'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('belongs to root · expected an ordinary user'),
    });
    expect(asked()).toEqual([]);
  });

  it('may write where .env puts the database and the backups', () => {
    sandbox.env('DB_PATH=/srv/desk/daybreak.db\nBACKUP_DIR=data/copies\n');
    expect(run(['--print']).out).toMatch(/ReadWritePaths=.*\/logs" \/srv\/desk ".*\/data\/copies"\n/);
  });
});

describe('the timer', () => {
  it('starts the morning at RUN_AT on the market’s clock and makes up for a missed start', () => {
    sandbox.env('RUN_AT=06:20\nTIMEZONE=Europe/London\n');
    expect(run(['--timer']).code).toBe(0);
    expect(unit('daybreak-morning.timer')).toMatchObject({
      OnCalendar: ['Mon..Fri *-*-* 06:20:00 Europe/London'],
      Persistent: ['true'],
      WantedBy: ['timers.target'],
    });
    const service = unit('daybreak-morning.service');
    expect(service).toMatchObject({
      Type: ['oneshot'],
      // The current mail gets time to finish: if killed in the middle, its recipient would get two.
      TimeoutStopSec: ['5min'],
      ExecStart: [expect.stringMatching(/ src\/main\.ts morning$/)],
    });
    expect([service['WantedBy'], service['Restart']]).toEqual([undefined, undefined]);
    expect(asked()).toContain('--user enable daybreak-morning.timer');
  });

  it('runs every day for a desk that never closes', () => {
    sandbox.env('CALENDAR=everyday\n');
    expect(run(['--timer', '--print']).out).toContain('OnCalendar=*-*-* 05:00:00 America/New_York\n');
  });

  it('takes the place of the daemon, and the daemon that of the timer', () => {
    run([]);
    run(['--timer']);
    expect(readdirSync(unitFolder('user')).sort()).toEqual([
      'daybreak-morning.service',
      'daybreak-morning.timer',
    ]);
    expect(asked()).toContain('--user disable --now daybreak.service');
    run([]);
    expect(readdirSync(unitFolder('user'))).toEqual(['daybreak.service']);
  });
});

describe('installing into systemd', () => {
  it.each([[[]], [['--timer']], [['--system']], [['--system', '--timer']]])(
    '%j a second time changes nothing',
    (options) => {
      run(options);
      const before = asked().length;
      expect(run(options)).toMatchObject({
        code: 0,
        out: expect.stringContaining('Already installed, nothing changed'),
      });
      expect(
        asked()
          .slice(before)
          .filter((line) => !line.includes('is-enabled')),
      ).toEqual([]);
    },
  );

  it('again after a setting has changed brings the unit up to date', () => {
    run(['--timer']);
    sandbox.env('RUN_AT=04:50\n');
    run(['--timer']);
    expect(unit('daybreak-morning.timer')['OnCalendar']).toEqual([
      'Mon..Fri *-*-* 04:50:00 America/New_York',
    ]);
    expect(asked().filter((line) => line.includes('restart'))).toHaveLength(2);
  });

  it.each(['--print', '--dry-run'])(
    '%s shows what would be written and changes nothing, without systemd',
    (option) => {
      sandbox.forget('systemctl');
      const outcome = run([option, '--timer']);
      expect(outcome).toMatchObject({ code: 0, err: '' });
      expect(outcome.out).toMatch(/daybreak-morning\.service\n[\s\S]*daybreak-morning\.timer\n/);
      expect([existsSync(unitFolder('user')), existsSync(join(sandbox.root, 'data'))]).toEqual([
        false,
        false,
      ]);
    },
  );

  it.each(['--remove', '--uninstall'])(
    '%s stops and takes out whichever is there, and then has nothing to do',
    (option) => {
      run(['--timer']);
      mkdirSync(unitFolder('user'), { recursive: true });
      writeFileSync(join(unitFolder('user'), 'other.service'), '[Unit]\n');
      expect(run([option])).toMatchObject({ code: 0, out: 'Removed from systemd: the units of Daybreak.\n' });
      expect(readdirSync(unitFolder('user'))).toEqual(['other.service']);
      expect(asked()).toContain('--user disable --now daybreak-morning.timer');
      expect(run([option])).toMatchObject({
        code: 0,
        out: 'Nothing to remove: systemd has no unit of Daybreak.\n',
      });
    },
  );

  it('says so when systemctl is missing or refuses', () => {
    expect(run([], { SYSTEMCTL_FAILS: 'enable' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('systemctl · refused daybreak.service'),
    });
    sandbox.forget('systemctl');
    expect(run([])).toMatchObject({ code: 1, err: expect.stringContaining('systemctl · not found on PATH') });
  });

  it('warns when cron runs the morning as well', () => {
    sandbox.run();
    expect(run(['--timer'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('your crontab runs the morning as well'),
    });
  });

  it.each([['RUN_AT=5am'], ['TIMEZONE=America/Gotham'], ['CALENDAR=lse']])('refuses %s', (text) => {
    sandbox.env(`${text}\n`);
    expect(run([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('.env ') });
    expect(existsSync(unitFolder('user'))).toBe(false);
  });

  it.each([[['--timer']], [['--system', '--print']]])('%j without --systemd is bad usage', (options) => {
    expect(sandbox.run(options)).toMatchObject({ code: 2, out: '' });
  });
});

describe('systemd itself', () => {
  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  if (!analyze) process.stderr.write('\nNOT CHECKED by systemd-analyze, which is not installed: the units\n');

  it.runIf(analyze)('finds no fault with any unit, in a folder with spaces, quotes and %', () => {
    for (const options of [['--system'], ['--system', '--timer']]) {
      run(options);
      const files = readdirSync(unitFolder('system')).map((name) => join(unitFolder('system'), name));
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...files], {
        encoding: 'utf8',
      });
      const complaints = (stdout + stderr)
        .split('\n')
        .filter((line) => line.includes('daybreak') && !line.includes('Special user nobody'));
      expect([status, complaints]).toEqual([0, []]);
    }
  });

  it.runIf(analyze)('starts the morning at five in New York on both sides of a clock change', () => {
    const calendar = unitOfTimer();
    const { stdout } = spawnSync(
      'systemd-analyze',
      ['calendar', '--base-time=2026-03-06 00:00:00 UTC', '--iterations=3', calendar],
      {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      },
    );
    expect([...stdout.matchAll(/2026-03-\d\d \d\d:\d\d:\d\d UTC/g)].map(([text]) => text)).toEqual([
      '2026-03-06 10:00:00 UTC',
      '2026-03-09 09:00:00 UTC',
      '2026-03-10 09:00:00 UTC',
    ]);
  });

  function unitOfTimer(): string {
    run(['--timer']);
    return unit('daybreak-morning.timer')['OnCalendar']?.[0] ?? '';
  }
});

describe('the script', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  if (!shellcheck)
    process.stderr.write('\nNOT LINTED: scripts/setup-systemd.sh, shellcheck is not installed\n');

  it.runIf(shellcheck)('passes shellcheck', () => {
    expect(spawnSync('shellcheck', ['scripts/setup-systemd.sh'], { encoding: 'utf8' }).stdout).toBe('');
  });
});

function ownerName(): string {
  return spawnSync('stat', ['-c', '%U', sandbox.root], { encoding: 'utf8' }).stdout.trim();
}
