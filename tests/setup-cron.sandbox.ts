import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PRODUCT = resolve(import.meta.dirname, '..');
/** Everything the script needs from the system, so that a command can be left out of its PATH. */
const SYSTEM_COMMANDS =
  'bash sh awk cat chmod chown cmp cp dirname env grep head mkdir mktemp mv rm sed stat'.split(' ');

/** A fake crontab that stores the table in a file and prints Debian's messages. */
const FAKE_CRONTAB = `#!/bin/sh
if [ -n "$CRONTAB_BROKEN" ]; then echo "crontab: you are not allowed to use this program" >&2; exit 1; fi
case $1 in
  -l) if [ -f "$CRONTAB_FILE" ]; then cat "$CRONTAB_FILE"; else echo "no crontab for tester" >&2; exit 1; fi ;;
  *) if [ -n "$CRONTAB_REFUSES" ]; then echo "crontab: errors in crontab file, can't install." >&2; exit 1; fi
     echo written >> "$CRONTAB_FILE.writes"; if [ -z "$CRONTAB_FORGETS" ]; then cat "$1" > "$CRONTAB_FILE"; fi ;;
esac
`;
const FAKE_NPM = `#!/bin/sh
echo "npm $* in $PWD at $(TZ=America/New_York /bin/date -d "@$FAKE_EPOCH" '+%a %F %T')"
`;
/**
 * Runs a command file at each time that it reads, in a shell of its own as cron does. `date` is a function
 * here: a program of that name would start two more processes for each time.
 */
const AT_EACH_TIME = `
date() { /bin/date -d "@$FAKE_EPOCH" "$@"; }
while read -r FAKE_EPOCH; do export FAKE_EPOCH; (. "$0") < /dev/null || exit 1; done`;

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A product folder with spaces, quotes and % in its name, and fake commands first on the PATH. */
export interface Sandbox {
  readonly root: string;
  /** A folder outside the product, removed with the sandbox. */
  readonly elsewhere: string;
  run(options?: readonly string[], environment?: Readonly<Record<string, string>>): Outcome;
  env(text: string): void;
  forget(command: string): void;
  /** Puts a shell script of that name on the PATH. */
  provide(command: string, script: string): void;
  crontab(): string | null;
  setCrontab(text: string): void;
  crontabWrites(): number;
  /** Runs the installed line as cron does at each of these Unix times, in a host time zone. */
  fire(epochs: readonly number[], hostZone: string): readonly string[];
  remove(): void;
}

export function createSandbox(folder = "trading desk's 100%"): Sandbox {
  const base = mkdtempSync(join(tmpdir(), 'setup-cron-'));
  const root = join(base, folder);
  const bin = join(base, 'bin');
  const table = join(base, 'table');
  for (const made of [root, bin, join(root, 'scripts')]) mkdirSync(made);
  for (const script of ['setup-cron.sh', 'scripts/setup-systemd.sh'])
    copyFileSync(join(PRODUCT, script), join(root, script));
  for (const command of SYSTEM_COMMANDS) symlinkSync(systemPath(command), join(bin, command));
  symlinkSync(process.execPath, join(bin, 'node'));
  for (const [name, text] of Object.entries({ crontab: FAKE_CRONTAB, npm: FAKE_NPM })) {
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  }
  const environment = { PATH: bin, CRONTAB_FILE: table, TMPDIR: base };
  return {
    root,
    elsewhere: base,
    run: (options = [], more = {}) =>
      outcomeOf(
        spawnSync('bash', [join(root, 'setup-cron.sh'), ...options], {
          encoding: 'utf8',
          env: { ...environment, ...more },
        }),
      ),
    env: (text) => writeFileSync(join(root, '.env'), text),
    forget: (command) => rmSync(join(bin, command)),
    provide: (command, script) =>
      writeFileSync(join(bin, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    crontab: () => readOrNull(table),
    setCrontab: (text) => writeFileSync(table, text),
    crontabWrites: () => (readOrNull(`${table}.writes`) ?? '').split('\n').length - 1,
    fire: (epochs, hostZone) => fire(epochs, readOrNull(table) ?? '', { bin, root, hostZone }),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** The line of the block that cron would run. */
export function cronLine(table: string): string {
  const lines = table.split('\n').filter((line) => /^\d/.test(line) && line.includes('run morning'));
  if (lines.length !== 1) throw new Error(`expected one line that runs the morning, found ${lines.length}`);
  return lines[0] ?? '';
}

/**
 * The command that cron passes to /bin/sh: the part after the five fields, cut at a bare %, with \% replaced
 * by %.
 */
export function cronCommand(line: string): string {
  const command = line.split(' ').slice(5).join(' ');
  return (/^(?:\\%|[^%])*/.exec(command)?.[0] ?? '').replaceAll('\\%', '%');
}

function fire(
  epochs: readonly number[],
  table: string,
  { bin, root, hostZone }: { bin: string; root: string; hostZone: string },
): readonly string[] {
  const command = join(root, 'command.sh');
  writeFileSync(command, cronCommand(cronLine(table)));
  const outcome = outcomeOf(
    spawnSync('/bin/sh', ['-c', AT_EACH_TIME, command], {
      encoding: 'utf8',
      input: epochs.map((epoch) => `${epoch}\n`).join(''),
      env: { PATH: `${bin}:/usr/bin:/bin`, TZ: hostZone },
      cwd: '/',
    }),
  );
  if (outcome.code !== 0 || outcome.out + outcome.err !== '')
    throw new Error(`cron would mail: ${JSON.stringify(outcome)}`);
  return (readOrNull(join(root, 'logs', 'morning.log')) ?? '').split('\n').filter((line) => line !== '');
}

function systemPath(command: string): string {
  const found = ['/usr/bin', '/bin'].map((folder) => join(folder, command)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the test needs ${command}`);
  return found;
}

function readOrNull(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function outcomeOf(result: { status: number | null; stdout: string; stderr: string }): Outcome {
  return { code: result.status, out: result.stdout, err: result.stderr };
}
