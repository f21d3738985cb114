import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Progress } from '../../ports/runtime.ts';
import { makeFolder } from '../../shared/folders.ts';
import { type BackupKind, backedUpAt, kindOfBackup } from './backupName.ts';
import type { UnpackLimit } from './unpackLimit.ts';

const WORK = '.work-';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/**
 * Names of the backups in a folder, newest first; empty when the folder does not exist.
 * @param kind null: both kinds.
 */
export async function listBackups(
  folder: string,
  kind: BackupKind | null = null,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory() && backedUpAt(entry.name) !== null)
    .map(({ name }) => name)
    .filter((name) => kind === null || kindOfBackup(name) === kind)
    .sort()
    .reverse();
}

/**
 * Runs `work` with a temporary folder inside `parent`, so that files can be moved to `parent` by a rename.
 * The temporary folder is removed afterwards, also on errors. Folders that a killed process left are removed
 * after a day.
 */
export async function inWorkFolder<T>(
  parent: string,
  now: Date,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  makeFolder(parent);
  await removeAbandoned(parent, now);
  const folder = await mkdtemp(join(parent, WORK));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compresses a file with gzip and flushes it to the disk. Returns the SHA-256 of the compressed file. */
export async function compress(from: string, to: string, progress: Progress): Promise<string> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await withProgress(progress, 'compressing', (await stat(from)).size, (counting) =>
    pipeline(createReadStream(from), counting, createGzip(), hashing, createWriteStream(to, { mode: 0o600 })),
  );
  await flush(to);
  return hash.digest('hex');
}

/**
 * Decompresses a SQLite file that was compressed with gzip. Stops as soon as it is clear that it is none, or
 * that it is larger than `limit` allows: a small file can unpack to more than the disk holds.
 * @returns the number of unpacked bytes.
 * @throws Error with zlib's code when the file is incomplete or not gzip; whatever `limit` throws.
 */
export async function decompress(
  from: string,
  to: string,
  limit: UnpackLimit,
  progress: Progress,
): Promise<number> {
  const limited = new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        limit.check(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await withProgress(progress, 'decompressing', (await stat(from)).size, (counting) =>
    pipeline(
      createReadStream(from),
      counting,
      createGunzip(),
      limited,
      createWriteStream(to, { mode: 0o600 }),
    ),
  );
  await flush(to);
  return limit.unpackedBytes();
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.chmod(0o600);
  await handle.sync().finally(() => handle.close());
}

async function withProgress(
  progress: Progress,
  label: string,
  bytes: number,
  run: (counting: Transform) => Promise<void>,
): Promise<void> {
  progress.start(label, bytes);
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      progress.advance(chunk.length);
      done(null, chunk);
    },
  });
  await run(counting).finally(() => progress.finish());
}

async function removeAbandoned(parent: string, now: Date): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(WORK)) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path);
    if (now.getTime() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
