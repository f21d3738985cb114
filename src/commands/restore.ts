import { basename } from 'node:path';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { restoreBackup } from '../adapters/backup/restoreBackup.ts';
import { headOfFile, readAuditHead, writeAuditHead } from '../adapters/database/sqlite/auditHead.ts';
import { inspectDatabaseFile } from '../adapters/database/sqlite/inspectFile.ts';
import { openDatabase } from '../adapters/database/sqlite/open.ts';
import { createAuditTrail } from '../adapters/database/store/auditTrail.ts';
import { createDecisionStore } from '../adapters/database/store/decisionStore.ts';
import { expireAfterRestore } from '../adapters/database/store/expireAfterRestore.ts';
import { createLimitStore } from '../adapters/database/store/limitStore.ts';
import type { LimitEvent, NewLimitEvent } from '../domain/limits/limitEvent.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { count } from '../domain/text/words.ts';
import { authorOf } from './author.ts';
import { backupPath } from './backup.ts';
import type { ExitCode, RestoreOptions } from './commandOptions.ts';
import { requireSqlite } from './sqliteOnly.ts';
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
  const { config, clock, progress, output } = world;
  requireSqlite(config, 'restore');
  const file = backupPath(world, name);
  const { prepared, rows, movedAside } = await restoreBackup({
    file,
    databasePath: config.dbPath,
    force,
    now: clock.now(),
    progress,
    inspect: inspectDatabaseFile,
    prepare: (restored) => prepare(world, file, restored),
  });
  const { expiredMails } = prepared;
  if (json) output.json({ restored: file, database: config.dbPath, movedAside, expiredMails, rows });
  else {
    output.line(`${config.dbPath} is now ${basename(file)}.`);
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
  return 0;
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
    const last = await createDecisionStore(database).lastDecided('9999-12-31');
    const limits = createLimitStore(database);
    await limits.record(unknownLimits(world, at, last, await limits.events('9999-12-31')));
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

/**
 * What was mailed and answered after the backup is lost: the platform may hold any limit since the last
 * morning of the backup. Limits stated for later sessions may have been changed too, so each of those
 * sessions begins as unknown.
 */
function unknownLimits(
  { calendar, config }: World,
  at: Date,
  lastDecided: string | null,
  stored: readonly LimitEvent[],
): readonly NewLimitEvent[] {
  const first = lastDecided ?? sessionDueNow(at, calendar, config.timezone);
  const later = stored.map(({ sessionDate }) => sessionDate).filter((session) => session > first);
  return [...new Set([first, ...later])].map((sessionDate) => ({
    kind: 'unknown',
    trader: null,
    sessionDate,
    recordedAt: at,
    dollars: null,
    baseLimit: null,
    revision: null,
    reason: null,
    by: authorOf(undefined),
    through: 'restore',
  }));
}
