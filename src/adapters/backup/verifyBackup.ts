import { basename, dirname, join } from 'node:path';
import { DaybreakError } from '../../shared/errors.ts';
import { backupError } from './backupError.ts';
import { inWorkFolder, listBackups } from './backupFiles.ts';
import { type BackupKind, kindOfBackup } from './backupName.ts';
import { checkHash } from './checksum.ts';
import { checkDump, type DumpTools } from './dumpBackup.ts';
import { readManifest } from './manifest.ts';
import { type UnpackTools, unpack } from './unpack.ts';

export interface VerifiedBackup {
  readonly file: string;
  /** The error that the check found; null for a good backup. */
  readonly problem: string | null;
}

export interface VerifyTools extends UnpackTools {
  /** null or absent: dumps of Postgres cannot be checked. */
  readonly dumps?: DumpTools | null;
}

/**
 * Checks one backup: its hash, its integrity and its row counts. A bad backup is a result, not an exception.
 */
export async function verifyBackup(file: string, now: Date, tools: VerifyTools): Promise<VerifiedBackup> {
  try {
    await checkHash(file);
    if (kindOfBackup(file) === 'postgres') {
      await checkDump(file, tools.dumps ?? null);
      return { file, problem: null };
    }
    await inWorkFolder(dirname(file), now, async (folder) => {
      await unpack(file, join(folder, 'check.db'), await readManifest(file), tools);
    });
    return { file, problem: null };
  } catch (error) {
    const known = backupError(error, `Backup ${basename(file)}`);
    if (!(known instanceof DaybreakError)) throw known;
    return { file, problem: known.message };
  }
}

/**
 * Path of the newest backup whose hash is unchanged since it was made and checked; null when there is none.
 */
export async function newestGoodBackup(folder: string, kind: BackupKind): Promise<string | null> {
  for (const name of await listBackups(folder, kind)) {
    const file = join(folder, name);
    const good = await checkHash(file).then(
      () => true,
      () => false,
    );
    if (good) return file;
  }
  return null;
}
