import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../adapters/backup/backupFiles.ts';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { checkHash } from '../adapters/backup/checksum.ts';
import { newestGoodBackup } from '../adapters/backup/verifyBackup.ts';
import type { Database } from '../adapters/database/database.ts';
import { requireDumpable } from '../adapters/database/postgres/dump/requireDumpable.ts';
import { verifyAudit } from '../adapters/database/store/auditTrail.ts';
import { lastMorning } from '../adapters/database/store/lastRun.ts';
import { outboxCounts } from '../adapters/database/store/outboxCounts.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { longDay } from '../domain/text/dates.ts';
import { count } from '../domain/text/words.ts';
import { readDeskLimits } from '../pipeline/limits/deskLimits.ts';
import { StoreError } from '../shared/errors.ts';
import { hasDatabase } from './deskDatabase.ts';
import { type Check, type CheckResult, green, note, red } from './doctorResult.ts';
import { backupKindOf } from './dumpTools.ts';
import { END_UNKNOWN } from './limits.ts';
import { limitTerms } from './limitTerms.ts';
import { demoDatabasePath, type Stores, type World, withStores } from './world.ts';

/**
 * SQLite cannot shrink the journal while another process reads the database. A larger journal means that one
 * does.
 */
const LARGE_JOURNAL_BYTES = 256 * 2 ** 20;

/** A long weekend and one day. */
const OLD_BACKUP_DAYS = 5;

export const database = onStores(async ({ database: opened, fills }, { config }) => {
  await opened.requireIntact();
  const applied = await opened.migrations();
  const range = await fills.sessionRange();
  const sessions = range ? `fills from ${range.first} to ${range.last}` : 'no fills yet';
  const journalBytes = journalOf(opened.dialect, config.dbPath);
  const bytes = ((await opened.bytes()) ?? 0) - journalBytes;
  const kind = opened.dialect === 'sqlite' ? 'intact' : opened.place;
  const found = `${kind}, ${megabytes(bytes)}, version ${applied.at(-1)?.name ?? 'none'}, ${sessions}`;
  return journalBytes > LARGE_JOURNAL_BYTES
    ? note(
        `${found}; journal of ${megabytes(journalBytes)}`,
        'Another process keeps the database open: stop that process.',
      )
    : green(found);
});

function journalOf(dialect: Database['dialect'], path: string): number {
  return dialect === 'sqlite' ? (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;
}

export const audit = onStores(async ({ database: opened }) => {
  const { entries, fault } = await verifyAudit(opened);
  return fault === null
    ? green(`${count(entries, 'entry', 'entries')}, the chain holds`)
    : red(
        `entry ${fault.sequence}: found ${fault.found}, expected ${fault.expected}`,
        'The database was changed by something other than Daybreak: keep the file, compare it with a backup.',
      );
});

export async function backups(world: World): Promise<CheckResult> {
  const { backupDir, databaseUrl } = world.config;
  const missing = databaseUrl === null ? null : await missingForDumps(databaseUrl);
  if (missing !== null) return missing;
  const kind = backupKindOf(world.config);
  const [newest] = await listBackups(backupDir, kind);
  const problem =
    newest === undefined
      ? null
      : await checkHash(join(backupDir, newest)).then(
          () => null,
          (error: Error) => error.message,
        );
  if (problem === null) return backupAge(world, newest, 'verified then and unchanged since');
  const good = await newestGoodBackup(backupDir, kind);
  return red(
    problem,
    `Run \`npm run backup\`. The newest good backup is ${good ?? 'missing: there is none'}.`,
  );
}

/** What the daily backup of a Postgres server will lack; null: nothing. */
async function missingForDumps(url: string): Promise<CheckResult | null> {
  try {
    await requireDumpable(url);
    return null;
  } catch (error) {
    if (error instanceof StoreError) return red(error.message, error.hint);
    throw error;
  }
}

/** Whether the newest backup is recent, without reading it: it may have gigabytes. */
export async function newestBackup(world: World): Promise<CheckResult> {
  const [newest] = await listBackups(world.config.backupDir, backupKindOf(world.config));
  return backupAge(world, newest, 'verified then; `npm run doctor` reads it again');
}

function backupAge({ config, clock }: World, newest: string | undefined, verified: string): CheckResult {
  if (newest === undefined)
    return note(`none in ${config.backupDir}`, 'Run `npm run backup`, best once a day.');
  const madeAt = backedUpAt(newest) ?? new Date(0);
  const days = (clock.now().getTime() - madeAt.getTime()) / 86_400_000;
  const found = `the newest is from ${madeAt.toISOString()}, ${verified}`;
  return days > OLD_BACKUP_DAYS
    ? note(found, 'Run `npm run backup`, and find out why none was made since.')
    : green(found);
}

export const lastRun = onStores(async ({ database: opened, runs }, { clock, calendar, config }) => {
  const session = await lastMorning(opened);
  if (session === null)
    return note('no morning has been mailed yet', 'A dry run is not recorded. `npm run morning` mails one.');
  const steps = await runs.steps(session);
  const morning = `morning of ${longDay(session)}`;
  const failed = steps.find(({ status }) => status === 'failed');
  if (failed)
    return red(
      `${morning} failed at ${failed.step}: ${failed.error ?? ''}`,
      'Correct the cause and run the morning again.',
    );
  if (!steps.some(({ step, status }) => step === 'send' && status === 'done'))
    return note(
      `${morning} is running, or was interrupted at ${steps.at(-1)?.step ?? ''}`,
      'If no run is active, run it again.',
    );
  const expected = calendar.previousSession(sessionDueNow(clock.now(), calendar, config.timezone));
  return session < expected
    ? note(
        `${morning} was the last; that of ${longDay(expected)} is missing`,
        'Check that cron or the daemon runs.',
      )
    : green(`${morning} is complete`);
});

export const outbox = onStores(async ({ database: opened }, { clock }) => {
  const { waiting, unsure } = await outboxCounts(opened, clock.now());
  if (unsure > 0)
    return note(
      `${count(unsure, 'mail')} of the last morning may not have arrived`,
      '`npm run audit -- --json` lists them and why; ask the recipients.',
    );
  return waiting > 0
    ? note(
        `${count(waiting, 'mail')} waiting to be sent`,
        'An active morning sends them. If no run is active, run it again.',
      )
    : green('no mail waits');
});

export const limits = onStores(async (stores, world) => {
  const all = await readDeskLimits(stores, await limitTerms(world, stores));
  const unknown = all.filter(({ inForce }) => inForce.source === 'unknown').length;
  if (unknown > 0)
    return note(`the limit in force of ${unknown} of ${count(all.length, 'trader')} is unknown`, END_UNKNOWN);
  const assumed = all.filter(({ inForce }) => inForce.source === 'assumed').length;
  return green(
    `the limits in force of ${count(all.length, 'trader')} are known${assumed > 0 ? `, ${assumed} assumed and never confirmed` : ''}`,
  );
});

/** Makes a check that opens the database. On a new desk it is yellow; where the database vanished, red. */
export function onStores(check: (stores: Stores, world: World) => Promise<CheckResult>): Check {
  return async (world) =>
    (await hasDatabase(world.config))
      ? withStores(world.config, (stores) => check(stores, world))
      : note(...noDatabaseYet(world));
}

/** A dry run without fills uses the demo desk, which has a database of its own. */
function noDatabaseYet({ config }: World): [found: string, todo: string] {
  return existsSync(demoDatabasePath(config))
    ? [
        'no database yet: the demo desk has its own',
        'Set API_URL or import fills: the next morning uses them.',
      ]
    : ['no database yet', 'Import fills or run a morning: both create it.'];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
