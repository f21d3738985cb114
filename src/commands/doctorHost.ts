import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import dotenv from 'dotenv';
import { DateTime } from 'luxon';
import { fetch } from 'undici';
import { listBackups } from '../adapters/backup/backupFiles.ts';
import { auditHeadPath } from '../adapters/database/sqlite/auditHead.ts';
import { settings } from '../config/settings.ts';
import { clockWords } from '../domain/report/noticeView.ts';
import { sendDeadline, startOfMorning } from '../domain/session/due.ts';
import { fileKind } from '../shared/fileKind.ts';
import { makeFolder } from '../shared/folders.ts';
import { type CheckResult, green, note, red } from './doctorResult.ts';
import { nextMorningSession } from './nextMorning.ts';
import { dataDirectory, type World } from './world.ts';

/** The oldest Node version that works, as in `engines` of package.json. */
export const NEEDED_NODE = '20.19';

/** Continuous integration runs the product on these. */
const SUPPORTED_NODES = 'Node 20, 22 and 24';

/** The Node project ended its support of Node 20 in April 2026. */
const OLDEST_MAINTAINED_NODE = 22;

/** A morning needs disk space for a day of fills, the database journal and the mail. */
const NEEDED_GIGABYTES = 2;
/** A backup needs this many times the size of the database. */
const ROOM_FOR_BACKUP = 1.5;

/** The Date header of HTTP has whole seconds, and the answer takes time to arrive. */
const TOLERATED_SKEW_SECONDS = 30;
const WRONG_CLOCK_SECONDS = 300;

export async function node(): Promise<CheckResult> {
  return nodeCheck(process.versions.node);
}

/** Yellow, not red, on Node 20: the product is tested on it, and the Node project no longer repairs it. */
export function nodeCheck(found: string): CheckResult {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_NODE.split('.').map(Number);
  const isEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  if (!isEnough) return red(found, `Install Node ${NEEDED_NODE} or newer: ${SUPPORTED_NODES}.`);
  return major < OLDEST_MAINTAINED_NODE
    ? note(`${found}; no security fixes since April 2026`, `Works. Move to Node 24 or 22 when you can.`)
    : green(`${found}; ${SUPPORTED_NODES} are supported`);
}

/**
 * Checks the modes of secret files. Runs before the database is opened, because opening it corrects the mode.
 */
export async function permissions({ config }: World): Promise<CheckResult> {
  const { dbPath, backupDir } = config;
  const backups = (await listBackups(backupDir)).map((name) => join(backupDir, name));
  const secret = [
    ...(holdsSecret('.env') ? ['.env'] : []),
    dbPath,
    `${dbPath}-wal`,
    auditHeadPath(dbPath),
    ...backups,
  ];
  const open = secret.filter((path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0);
  if (open.length > 0)
    return red(
      `open to other users of this machine: ${open.join(', ')}`,
      `chmod go= ${open.map((path) => `'${path}'`).join(' ')}`,
    );
  return config.warnings.length === 0
    ? green('only the owner can read settings, database and backups')
    : note(config.warnings.join('; '), 'Follow this advice.');
}

/** A copy of .env.example holds no secret until one is filled in, and needs no mode until then. */
function holdsSecret(path: string): boolean {
  if (fileKind(path) !== 'file') return false;
  const values = dotenv.parse(readFileSync(path, 'utf8'));
  return settings.some(({ name, secret }) => secret && (values[name] ?? '').trim() !== '');
}

export async function disk({ config }: World): Promise<CheckResult> {
  makeFolder(dataDirectory(config));
  const databaseBytes = existsSync(config.dbPath) ? statSync(config.dbPath).size : 0;
  const needed = NEEDED_GIGABYTES + (ROOM_FOR_BACKUP * databaseBytes) / 2 ** 30;
  const folders = [dataDirectory(config), config.backupDir].filter((folder) => existsSync(folder));
  const free = await Promise.all(folders.map(gigabytesFree));
  const found = `${Math.min(...free).toFixed(1)} GB free`;
  return Math.min(...free) < needed
    ? red(found, `Make room: a morning and a backup need ${needed.toFixed(1)} GB.`)
    : green(found);
}

async function gigabytesFree(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 30;
}

/**
 * Checks LOG_DIR without creating it: the folder would belong to this user, and the daemon may run as another
 * user.
 */
export async function log({ config: { logDir } }: World): Promise<CheckResult> {
  let place = resolve(logDir);
  while (!existsSync(place)) place = dirname(place);
  const isWritable = statSync(place).isDirectory() && isAllowed(place);
  if (isWritable) return green(`LOG_DIR ${logDir} can be written`);
  return red(
    `LOG_DIR ${resolve(logDir)}: ${place} is not a folder that this user may write to`,
    'Correct LOG_DIR, or the owner and mode of the folder; until then the daemon runs without a log file.',
  );
}

function isAllowed(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export async function clock(world: World): Promise<CheckResult> {
  const { config, clock: time } = world;
  const now = DateTime.fromJSDate(time.now(), { zone: config.timezone });
  const { seconds, against } = await skew(world);
  const ahead = `${Math.round(Math.abs(seconds))} s ${seconds > 0 ? 'ahead of' : 'behind'} ${against}`;
  if (now.year < 2025 || Math.abs(seconds) > WRONG_CLOCK_SECONDS)
    return red(`the clock shows ${now.toISO()}, ${ahead}`, 'Set the clock of this machine, and use NTP.');
  if (Math.abs(seconds) > TOLERATED_SKEW_SECONDS)
    return note(ahead, 'Use NTP for the clock of this machine.');
  return green(`${now.toFormat('ccc d LLL HH:mm ZZZZ')}, the same as ${against}; ${await nextRun(world)}`);
}

async function nextRun(world: World): Promise<string> {
  const { timezone, runAt, sendDeadline: deadline } = world.config;
  const session = await nextMorningSession(world);
  const begins = startOfMorning(session, runAt, timezone);
  const isDue = begins <= world.clock.now();
  const until = clockWords(sendDeadline(session, deadline, timezone), timezone, session);
  return `${isDue ? 'a run has been due since' : 'the next run is'} ${clockWords(begins, timezone, null)}, its deadline ${until}`;
}

/**
 * Compares with the clock of the source if one is configured, or else with the clock of the disk, which may
 * be remote.
 */
async function skew(world: World): Promise<{ readonly seconds: number; readonly against: string }> {
  const { source } = world.config;
  const theirs = source === null ? null : await dateOf(source.url);
  if (theirs !== null) return { seconds: secondsBetween(world, theirs), against: 'the fill source' };
  return { seconds: secondsBetween(world, await diskTime(dataDirectory(world.config))), against: 'the disk' };
}

function secondsBetween({ clock: time }: World, theirs: number): number {
  return (time.now().getTime() - theirs) / 1000;
}

/** Returns null if the source does not answer: the check of the source reports that. */
async function dateOf(url: string): Promise<number | null> {
  try {
    const { headers } = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    const date = Date.parse(headers.get('date') ?? '');
    return Number.isNaN(date) ? null : date;
  } catch {
    return null;
  }
}

async function diskTime(folder: string): Promise<number> {
  makeFolder(folder);
  const work = await mkdtemp(join(folder, '.clock-'));
  try {
    await writeFile(join(work, 'now'), '');
    return (await stat(join(work, 'now'))).mtimeMs;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
