import { basename } from 'node:path';
import { type BackupKind, kindOfBackup } from '../adapters/backup/backupName.ts';
import { InputError } from '../shared/errors.ts';

const WORDS: Readonly<Record<BackupKind, string>> = {
  sqlite: 'a backup of a SQLite file',
  postgres: 'a dump of Postgres',
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
      hint: 'Nothing was changed. Restore it on a desk of its own store, then move that desk with `npm run copy-store`.',
    },
  );
}
