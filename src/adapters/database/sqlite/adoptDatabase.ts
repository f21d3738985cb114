import { rmSync, statSync } from 'node:fs';
import { createAuditTrail } from '../store/auditTrail.ts';
import { expireAfterRestore } from '../store/expireAfterRestore.ts';
import { headOfFile, readAuditHead, writeAuditHead } from './auditHead.ts';
import { openDatabase } from './open.ts';

export interface Adopted {
  /** No database was there, so a new one was created. */
  readonly isNew: boolean;
  readonly expiredMails: number;
}

/**
 * Makes the database at a path this desk's, or creates one, although it contradicts what remained of another.
 * Which mails that other one sent is unknown, as after a restore: unsent mails expire, and a morning of the
 * same day stops with `mailed_unknown`. The audit trail records the head that was replaced.
 * @throws StoreError where the file cannot be used at all.
 */
export async function adoptDatabase(path: string, by: string, at: Date): Promise<Adopted> {
  const isNew = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  // SQLite would apply the journal of the vanished database to the new one.
  if (isNew) for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  const replacedHead = readAuditHead(path);
  const database = await openDatabase(path);
  try {
    const expiredMails = await expireAfterRestore(database, at);
    const body = { adopted: true, isNew, expiredMails, replacedHead, by };
    await createAuditTrail(database).record('restore', 'adopted', body, at);
    writeAuditHead(path, await database.withConnection(() => headOfFile(database.driver)));
    return { isNew, expiredMails };
  } finally {
    await database.close();
  }
}
