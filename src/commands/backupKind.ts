import { basename } from 'node:path';
import { type BackupKind, kindOfBackup } from '../adapters/backup/backupName.ts';
import { InputError } from '../shared/errors.ts';

const WORDS: Readonly<Record<BackupKind, string>> = {
  sqlite: 'a backup of a SQLite file',
  postgres: 'a dump of Postgres',
};

const HINTS: Readonly<Record<BackupKind, string>> = {
  sqlite:
    'Nothing was changed. With DATABASE_URL unset, the same command restores it at DB_PATH. `npm run copy-store -- --from sqlite:FILE --to DATABASE_URL` then moves that desk to an empty database.',
  postgres:
    'Nothing was changed. With DATABASE_URL set to an empty Postgres database, the same command restores it there. `npm run copy-store -- --from DATABASE_URL --to sqlite:FILE` then moves that desk to a file.',
};

/**
 * Refuses to restore a backup into the other store.
 * @throws InputError `backup_other_store`
 */
export function requireKind(file: string, kind: BackupKind): void {
  const found = kindOfBackup(basename(file));
  if (found === kind) return;
  throw new InputError(
    'backup_other_store',
    `Restore of ${basename(file)} · found ${WORDS[found]} · expected ${WORDS[kind]}`,
    {
      hint: HINTS[found],
    },
  );
}
