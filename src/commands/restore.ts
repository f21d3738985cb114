import { basename } from 'node:path';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { restoreBackup } from '../adapters/backup/restoreBackup.ts';
import { headOfFile, readAuditHead, writeAuditHead } from '../adapters/database/sqlite/auditHead.ts';
import { inspectDatabaseFile } from '../adapters/database/sqlite/inspectFile.ts';
import { openDatabase } from '../adapters/database/sqlite/open.ts';
import { createAuditTrail } from '../adapters/database/store/auditTrail.ts';
import { expireAfterRestore } from '../adapters/database/store/expireAfterRestore.ts';
import { count } from '../domain/text/words.ts';
import { authorOf } from './author.ts';
import { backupPath } from './backup.ts';
import { requireKind } from './backupKind.ts';
import type { ExitCode, RestoreOptions } from './commandOptions.ts';
import { type RestoredDesk, restoreOnServer } from './restoreOnServer.ts';
import { recordUnknownLimits } from './unknownLimits.ts';
import type { World } from './world.ts';

/**
 * `restore`: replaces the database with a backup. Its unsent mails expire: they may have been sent since the
 * backup.
 */
export async function restoreCommand(
  world: World,
  name: string,
  { force, json }: RestoreOptions,
): Promise<ExitCode> {
  const file = backupPath(world, name);
  const restored =
    world.config.databaseUrl === null
      ? await restoreFile(world, file, force)
      : await restoreOnServer(world, world.config.databaseUrl, file, force);
  if (json) world.output.json({ restored: file, ...restored });
  else print(world, file, restored);
  return 0;
}

async function restoreFile(world: World, file: string, force: boolean): Promise<RestoredDesk> {
  const { config, clock, progress } = world;
  requireKind(file, 'sqlite');
  const { prepared, rows, movedAside } = await restoreBackup({
    file,
    databasePath: config.dbPath,
    force,
    now: clock.now(),
    progress,
    inspect: inspectDatabaseFile,
    prepare: (restored) => prepare(world, file, restored),
  });
  return { database: config.dbPath, movedAside, expiredMails: prepared.expiredMails, rows };
}

function print({ output }: World, file: string, { database, movedAside, expiredMails }: RestoredDesk): void {
  output.line(`${database} is now ${basename(file)}.`);
  if (movedAside !== null) output.line(`The database before it is kept as ${movedAside}.`);
  if (expiredMails > 0)
    output.line(
      `${count(expiredMails, 'unsent mail')} in the backup will not be sent; a morning with --force sends them again.`,
    );
  output.line(
    'The limits in force are unknown now: the next mail asks to set every limit. `npm run limits -- list` shows them.',
  );
  output.line(
    'Backfill or import newer fills. The next morning fetches the last session, and the missing ones after its mails.',
  );
}

/**
 * Migrates the restored file, expires its unsent mails, and records the restore and that the limits in force
 * are unknown, all before the file is used.
 */
async function prepare(
  world: World,
  file: string,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<{ readonly expiredMails: number }> {
  const { config, clock } = world;
  const database = await openDatabase(path);
  try {
    const at = clock.now();
    const expiredMails = await expireAfterRestore(database, at);
    await recordUnknownLimits(world, database, at);
    const body = {
      sha256,
      backedUpAt: backedUpAt(basename(file))?.toISOString() ?? null,
      expiredMails,
      replacedHead: readAuditHead(config.dbPath),
      by: authorOf(undefined),
    };
    await createAuditTrail(database).record('restore', basename(file), body, at);
    // The audit chain continues from the backup. The entry of the restore records the head of the replaced
    // database.
    writeAuditHead(path, await database.withConnection(() => headOfFile(database.driver)));
    return { expiredMails };
  } finally {
    await database.close();
  }
}
