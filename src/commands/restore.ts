import { basename } from 'node:path';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { restoreBackup } from '../adapters/backup/restoreBackup.ts';
import { readAuditHead, storedHead, writeAuditHead } from '../adapters/database/sqlite/auditHead.ts';
import { appendAudit } from '../adapters/database/sqlite/auditTrail.ts';
import { expireAfterRestore } from '../adapters/database/sqlite/expireAfterRestore.ts';
import { openDatabase } from '../adapters/database/sqlite/open.ts';
import { count } from '../domain/text/words.ts';
import { backupPath } from './backup.ts';
import type { ExitCode, RestoreOptions } from './commandTable.ts';
import type { World } from './world.ts';

/** `restore`: a backup in place of the database. Mails that it holds unsent expire: they may have gone out since. */
export async function restoreCommand(
  world: World,
  name: string,
  { force, json }: RestoreOptions,
): Promise<ExitCode> {
  const { config, clock, progress, output } = world;
  const file = backupPath(world, name);
  const { prepared, rows, movedAside } = await restoreBackup({
    file,
    databasePath: config.dbPath,
    force,
    now: clock.now(),
    progress,
    prepare: (restored) => prepare(world, file, restored),
  });
  const { expiredMails } = prepared;
  if (json) output.json({ restored: file, database: config.dbPath, movedAside, expiredMails, rows });
  else {
    output.line(`${config.dbPath} is now ${basename(file)}.`);
    if (movedAside !== null) output.line(`What was there before is ${movedAside}.`);
    if (expiredMails > 0)
      output.line(
        `${count(expiredMails, 'unsent mail')} of its time will not go out; a forced morning sends anew.`,
      );
    output.line('Fetch or import what came after it: the next morning does so for the last five sessions.');
  }
  return 0;
}

/** Brings the restored file to this version, stops its mails, and puts the restore on record, all before it is used. */
async function prepare(
  { config, clock }: World,
  file: string,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<{ readonly expiredMails: number }> {
  const { driver, close } = await openDatabase(path);
  try {
    const at = clock.now();
    const expiredMails = expireAfterRestore(driver, at);
    const body = {
      sha256,
      backedUpAt: backedUpAt(basename(file))?.toISOString() ?? null,
      expiredMails,
      replacedHead: readAuditHead(config.dbPath),
    };
    appendAudit(driver, 'restore', basename(file), body, at);
    // The chain goes on from the backup's; how far the replaced one went is in the entry.
    writeAuditHead(path, storedHead(driver));
    return { expiredMails };
  } finally {
    await close();
  }
}
