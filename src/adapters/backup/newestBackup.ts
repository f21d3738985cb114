import { join } from 'node:path';
import { listBackups } from './backupFiles.ts';
import { backedUpAt } from './backupName.ts';
import { readManifest } from './manifest.ts';

/** What the newest backup of a SQLite file in a folder shows about that file; null without one. */
export async function newestBackup(
  folder: string,
): Promise<{ readonly name: string; readonly madeAt: Date; readonly auditEntries: number | null } | null> {
  // A folder that cannot be read shows nothing. Making a backup reports it.
  const [name] = await listBackups(folder, 'sqlite').catch(() => []);
  if (name === undefined) return null;
  const manifest = await readManifest(join(folder, name)).catch(() => null);
  return {
    name,
    madeAt: backedUpAt(name) ?? new Date(0),
    auditEntries: manifest?.rows['audit_entry'] ?? null,
  };
}
