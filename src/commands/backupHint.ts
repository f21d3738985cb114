import { newestGoodBackup } from '../adapters/backup/verifyBackup.ts';
import { needsRestore } from '../pipeline/notices/problem.ts';
import { StoreError } from '../shared/errors.ts';

/**
 * Returns the error with a hint that names the newest good backup, if only a restore can solve the error.
 */
export async function withBackupHint(backupDir: string, error: StoreError): Promise<StoreError> {
  if (!needsRestore(error)) return error;
  const backup = await newestGoodBackup(backupDir, 'sqlite').catch(() => null);
  return new StoreError(error.code, error.message, {
    hint: backup === null ? withoutBackup(error, backupDir) : withBackup(error, backup),
    cause: error,
  });
}

function withBackup({ code }: StoreError, backup: string): string {
  return code === 'database_vanished'
    ? `Nothing was changed. Put the right file back, or restore: \`npm run restore -- ${backup} --force\` puts the newest good backup in place. If this is a new desk on purpose, or the database is the right one: \`npm run migrate -- --adopt\`.`
    : `Do not use this file. \`npm run restore -- ${backup} --force\` replaces it with the newest good backup and keeps it under another name.`;
}

function withoutBackup({ code }: StoreError, backupDir: string): string {
  return code === 'database_vanished'
    ? `There is no good backup in ${backupDir}. Put the right file back. If there is none, or the database is the right one: \`npm run migrate -- --adopt\`, then import or backfill the fills and import the roster from a copy.`
    : `There is no good backup in ${backupDir}. Move the file away, run \`npm run migrate -- --adopt\`, import or backfill the fills again, and import the roster from a copy.`;
}
