import type { BackupKind } from '../adapters/backup/backupName.ts';
import type { DumpTools } from '../adapters/backup/dumpBackup.ts';
import { shownAddress } from '../adapters/database/postgres/address.ts';
import { dumpDatabase } from '../adapters/database/postgres/dump/dumpDatabase.ts';
import { restoreDump } from '../adapters/database/postgres/dump/restoreDump.ts';
import { withScratchDatabase } from '../adapters/database/postgres/dump/scratchDatabase.ts';
import type { Config } from '../config/config.ts';
import type { World } from './world.ts';

/** The kind of the backups of this desk. */
export function backupKindOf({ databaseUrl }: Pick<Config, 'databaseUrl'>): BackupKind {
  return databaseUrl === null ? 'sqlite' : 'postgres';
}

/** What makes and checks dumps of the desk's database; null for a desk with a SQLite file. */
export function dumpToolsOf({ config, clock, progress }: World): DumpTools | null {
  const url = config.databaseUrl;
  if (url === null) return null;
  return {
    where: shownAddress(url),
    dump: (to) => dumpDatabase(url, to, progress),
    async check(file, where, expected) {
      await withScratchDatabase(url, clock.now(), (scratch) =>
        restoreDump(scratch.url, { file, where, expected, progress }),
      );
    },
  };
}
