import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backupError } from './backupError.ts';
import { inWorkFolder, listBackups } from './backupFiles.ts';
import { type BackupKind, backupName } from './backupName.ts';
import { checksumLine } from './checksum.ts';
import { type Manifest, manifestText } from './manifest.ts';
import { keptBackups } from './retention.ts';

/** Where and when a backup is kept. */
export interface BackupPlace {
  readonly folder: string;
  /** Time zone of the market, which decides which backups belong to the same day. */
  readonly zone: string;
  readonly now: Date;
}

export interface Backup extends Manifest {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Names of the old backups that were removed. */
  readonly removed: readonly string[];
}

/**
 * Suffixes of the files next to a backup. They are moved before it and removed after it, so it always has
 * them.
 */
const COMPANION_SUFFIXES = ['.json', '.sha256'] as const;

/** What was packed, and verified, before it is kept. */
export interface Packed extends Manifest {
  readonly sha256: string;
}

/**
 * Makes a backup in a temporary folder, moves it to the folder of backups with its hash and its manifest, and
 * removes old backups. A backup that fails leaves no file and removes none.
 * @param of names the database in errors.
 * @param pack writes the file at `packed` and verifies it. `work` is a folder that is removed afterwards.
 * @throws StoreError with the reason.
 */
export async function keepBackup(
  place: BackupPlace,
  kind: BackupKind,
  of: string,
  pack: (work: string, packed: string) => Promise<Packed>,
): Promise<Backup> {
  const { folder, now } = place;
  try {
    const made = await inWorkFolder(folder, now, async (work) => {
      const packed = join(work, backupName(now, kind));
      const { sha256, databaseBytes, rows } = await pack(work, packed);
      await writeFile(`${packed}.json`, manifestText({ databaseBytes, rows }), { mode: 0o600 });
      await writeFile(`${packed}.sha256`, checksumLine(sha256, basename(packed)), { mode: 0o600 });
      const file = await moveInto(folder, packed);
      return { file, databaseBytes, rows, bytes: (await stat(file)).size, sha256 };
    });
    return { ...made, removed: await removeOldBackups(place) };
  } catch (error) {
    throw backupError(error, `Backup of ${of}`);
  }
}

async function moveInto(folder: string, packed: string): Promise<string> {
  const file = join(folder, basename(packed));
  for (const suffix of [...COMPANION_SUFFIXES, '']) await rename(packed + suffix, file + suffix);
  return file;
}

async function removeOldBackups({ folder, now, zone }: BackupPlace): Promise<readonly string[]> {
  const names = await listBackups(folder);
  const kept = keptBackups(names, now, zone);
  const removed = names.filter((name) => !kept.has(name));
  for (const name of removed)
    for (const suffix of ['', ...COMPANION_SUFFIXES]) await rm(join(folder, name + suffix), { force: true });
  return removed;
}
