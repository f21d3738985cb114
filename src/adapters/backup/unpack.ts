import { rm, statfs } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Progress } from '../../ports/runtime.ts';
import { StoreError } from '../../shared/errors.ts';
import { decompress } from './backupFiles.ts';
import type { Manifest, RowCounts } from './manifest.ts';
import { checkedRowCounts, type InspectDatabase } from './snapshot.ts';
import { requireSize, unpackLimit } from './unpackLimit.ts';

export interface UnpackTools {
  readonly inspect: InspectDatabase;
  readonly progress: Progress;
}

/**
 * Decompresses a backup to `to`, checks that it is an intact database of Daybreak, and compares size and row
 * counts with the manifest, if there is one.
 * @throws StoreError when the backup is damaged, incomplete, foreign or too large; `to` is then removed.
 */
export async function unpack(
  file: string,
  to: string,
  manifest: Manifest | null,
  { inspect, progress }: UnpackTools,
): Promise<RowCounts> {
  const name = basename(file);
  try {
    const databaseBytes = manifest?.databaseBytes ?? null;
    const limit = unpackLimit({ name, databaseBytes, freeBytes: await freeBytesAt(dirname(to)) });
    const unpacked = await decompress(file, to, limit, progress);
    if (databaseBytes !== null) requireSize(name, unpacked, databaseBytes);
    const rows = await checkedRowCounts(to, name, inspect);
    if (manifest !== null) compareRows(file, rows, manifest.rows);
    return rows;
  } catch (error) {
    await rm(to, { force: true });
    throw isZlibError(error) ? invalidGzip(file, error) : error;
  }
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function compareRows(file: string, found: RowCounts, expected: RowCounts): void {
  for (const table of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    if (found[table] === expected[table]) continue;
    throw new StoreError(
      'backup_incomplete',
      `Backup ${basename(file)}, table ${table} · found ${found[table] ?? 'no table'} · expected ${expected[table] ?? 'no table'} (rows)`,
      {
        hint: 'Do not rely on this backup. If its manifest belongs to another backup, copy it again; otherwise make another with `npm run backup`.',
      },
    );
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function invalidGzip(file: string, cause: Error): StoreError {
  return new StoreError(
    'backup_damaged',
    `Backup ${basename(file)} · found ${cause.message} · expected a complete gzip file`,
    { hint: 'Use another backup: `npm run backup -- --verify` names the newest good one.', cause },
  );
}
