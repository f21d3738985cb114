import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listBackups } from '../adapters/backup/backupFiles.ts';
import { createBackup } from '../adapters/backup/createBackup.ts';
import { createDumpBackup } from '../adapters/backup/dumpBackup.ts';
import type { Backup } from '../adapters/backup/keepBackup.ts';
import { mirror } from '../adapters/backup/mirror.ts';
import { type VerifiedBackup, verifyBackup } from '../adapters/backup/verifyBackup.ts';
import { inspectDatabaseFile } from '../adapters/database/sqlite/inspectFile.ts';
import { createAuditTrail } from '../adapters/database/store/auditTrail.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import { ConfigurationError, InputError } from '../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../shared/fileKind.ts';
import { authorOf } from './author.ts';
import type { BackupOptions, ExitCode } from './commandOptions.ts';
import { dumpToolsOf } from './dumpTools.ts';
import { type World, withStores } from './world.ts';

export interface BackupOutcome extends Backup {
  /** Why the copy to BACKUP_RSYNC_TARGET failed. null: it succeeded, or no target is set. */
  readonly mirrorProblem: string | null;
}

/**
 * `backup`: makes and verifies a backup, or with `--verify` checks the existing ones. Returns 1 if a backup
 * is bad or was not copied to BACKUP_RSYNC_TARGET.
 */
export async function backupCommand(
  world: World,
  file: string | undefined,
  options: BackupOptions,
): Promise<ExitCode> {
  if (options.verify) return verifyBackups(world, file, options.json);
  if (file !== undefined)
    throw new ConfigurationError(
      'backup_usage',
      `backup ${file} · found a file · expected --verify with it`,
      {
        hint: 'Use `backup --verify FILE` to check a backup; `backup` alone makes one and chooses its name.',
      },
    );
  const outcome = await backUp(world);
  if (options.json) world.output.json({ ...outcome, mirroredTo: world.config.backupRsyncTarget });
  else printBackup(world, outcome);
  return outcome.mirrorProblem === null ? 0 : 1;
}

/**
 * Makes a backup, verifies it, copies it to BACKUP_RSYNC_TARGET if that is set, and records it in the audit
 * trail. A failed copy is only a warning, because the backup itself exists. The command and the morning runs
 * call this function.
 * @throws StoreError if no backup could be made.
 */
export async function backUp(world: World): Promise<BackupOutcome> {
  const { backupDir, backupRsyncTarget: target } = world.config;
  const backup = await pack(world);
  const mirrorProblem = target === null ? null : await mirror(backupDir, target);
  if (mirrorProblem !== null)
    world.log.warn('the backup was made but not copied elsewhere', { file: backup.file, mirrorProblem });
  await record(world, { ...backup, mirrorProblem });
  return { ...backup, mirrorProblem };
}

function pack(world: World): Promise<Backup> {
  const { config, clock, progress } = world;
  const place = { folder: config.backupDir, zone: config.timezone, now: clock.now() };
  const dumps = dumpToolsOf(world);
  if (dumps !== null) return createDumpBackup(place, dumps);
  return createBackup({ ...place, databasePath: config.dbPath, progress, inspect: inspectDatabaseFile });
}

async function record({ config, clock }: World, outcome: BackupOutcome): Promise<void> {
  const { file, sha256, bytes, mirrorProblem, removed } = outcome;
  await withStores(config, async ({ database }) =>
    createAuditTrail(database).record(
      'backup',
      basename(file),
      {
        sha256,
        bytes,
        removed,
        mirroredTo: config.backupRsyncTarget,
        mirrorProblem,
        by: authorOf(undefined),
      },
      clock.now(),
    ),
  );
}

function printBackup({ output, config }: World, outcome: BackupOutcome): void {
  const { file, databaseBytes, bytes, rows, removed, mirrorProblem } = outcome;
  const total = Object.values(rows).reduce((sum, each) => sum + each, 0);
  output.line(
    `${file}: ${megabytes(databaseBytes)} in ${megabytes(bytes)}, ${count(total, 'row')}; verified.`,
  );
  if (removed.length > 0) output.line(`${count(removed.length, 'older backup')} removed.`);
  if (config.backupRsyncTarget === null) return;
  output.line(
    mirrorProblem === null
      ? `Copied to ${config.backupRsyncTarget}.`
      : `Not copied to ${config.backupRsyncTarget}: ${mirrorProblem}.`,
  );
}

async function verifyBackups(world: World, file: string | undefined, json: boolean): Promise<ExitCode> {
  const files = file === undefined ? await allBackups(world) : [backupPath(world, file)];
  const checked: VerifiedBackup[] = [];
  const tools = { inspect: inspectDatabaseFile, progress: world.progress, dumps: dumpToolsOf(world) };
  for (const each of files) checked.push(await verifyBackup(each, world.clock.now(), tools));
  const newestGood = checked.find(({ problem }) => problem === null)?.file ?? null;
  const ok = checked.every(({ problem }) => problem === null);
  if (json) world.output.json({ ok, newestGood, backups: checked });
  else printVerified(world, checked, newestGood);
  return ok ? 0 : 1;
}

async function allBackups({ config }: World): Promise<readonly string[]> {
  const names = await listBackups(config.backupDir);
  if (names.length > 0) return names.map((name) => join(config.backupDir, name));
  throw new InputError('no_backup', `Backups · found none in ${config.backupDir} · expected at least one`, {
    hint: 'Make one with `npm run backup`, or check BACKUP_DIR.',
  });
}

/**
 * Returns the path of a backup that the operator names by path, or by its name in BACKUP_DIR.
 * @throws InputError if there is no such file.
 */
export function backupPath({ config }: World, file: string): string {
  const found = [file, join(config.backupDir, file)].find((path) => existsSync(path));
  if (found !== undefined && fileKind(found) === 'file') return found;
  if (found !== undefined)
    throw new InputError(
      'not_a_file',
      `Backup ${file} · found ${KIND_WORDS[fileKind(found)]} · expected a file`,
      {
        hint: 'Give the path of the backup itself.',
      },
    );
  throw new InputError('no_backup', `Backup ${file} · found no such file · expected a backup`, {
    hint: `Give a path, or the name of a file in ${config.backupDir}; \`npm run backup -- --verify\` lists them.`,
  });
}

function printVerified(
  { output }: World,
  checked: readonly VerifiedBackup[],
  newestGood: string | null,
): void {
  output.line(
    textTable(
      [{ head: 'BACKUP' }, { head: 'FOUND', width: 80 }],
      checked.map(({ file, problem }) => [basename(file), problem ?? 'good']),
    ),
  );
  output.line(newestGood === null ? 'No backup is good.' : `The newest good backup is ${newestGood}.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
