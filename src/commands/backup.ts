import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listBackups } from '../adapters/backup/backupFiles.ts';
import { type Backup, createBackup } from '../adapters/backup/createBackup.ts';
import { mirror } from '../adapters/backup/mirror.ts';
import { type VerifiedBackup, verifyBackup } from '../adapters/backup/verifyBackup.ts';
import { createAuditTrail } from '../adapters/database/sqlite/auditTrail.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import { ConfigurationError, InputError } from '../shared/errors.ts';
import type { BackupOptions, ExitCode } from './commandTable.ts';
import { type World, withStores } from './world.ts';

export interface BackupOutcome extends Backup {
  /** Why the copy elsewhere failed; null when it did not, or none was asked for. */
  readonly mirrorProblem: string | null;
}

/** `backup`: makes one and checks it, or with `--verify` checks those there are. 1 where one is bad or not copied. */
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
        hint: 'Say `backup --verify FILE` to check it; `backup` alone names the new one itself.',
      },
    );
  const outcome = await backUp(world);
  if (options.json) world.output.json({ ...outcome, mirroredTo: world.config.backupRsyncTarget });
  else printBackup(world, outcome);
  return outcome.mirrorProblem === null ? 0 : 1;
}

/**
 * One verified backup, copied elsewhere where a target is set, and on record. A copy that fails is a warning: the
 * backup itself is there. For the command, and for whoever runs mornings once the mails are out.
 * @throws StoreError where no backup could be made.
 */
export async function backUp(world: World): Promise<BackupOutcome> {
  const { dbPath, backupDir, backupRsyncTarget: target, timezone } = world.config;
  const backup = await createBackup({
    databasePath: dbPath,
    folder: backupDir,
    zone: timezone,
    now: world.clock.now(),
    progress: world.progress,
  });
  const mirrorProblem = target === null ? null : await mirror(backupDir, target);
  if (mirrorProblem !== null)
    world.log.warn('the backup was made but not copied elsewhere', { file: backup.file, mirrorProblem });
  await record(world, { ...backup, mirrorProblem });
  return { ...backup, mirrorProblem };
}

async function record({ config, clock }: World, outcome: BackupOutcome): Promise<void> {
  const { file, sha256, bytes, mirrorProblem, removed } = outcome;
  await withStores(config.dbPath, async ({ database }) =>
    createAuditTrail(database).record(
      'backup',
      basename(file),
      { sha256, bytes, removed, mirroredTo: config.backupRsyncTarget, mirrorProblem },
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
  for (const each of files) checked.push(await verifyBackup(each, world.clock.now(), world.progress));
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

/** A backup as a person names it: a path, or a bare name in the folder of the backups. */
export function backupPath({ config }: World, file: string): string {
  const found = [file, join(config.backupDir, file)].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new InputError('no_backup', `Backup ${file} · found no such file · expected a backup`, {
    hint: `Name a file, or one of ${config.backupDir}; \`npm run backup -- --verify\` lists those.`,
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
  output.line(newestGood === null ? 'None of them is good.' : `The newest good one is ${newestGood}.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
