import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Progress } from '../../ports/runtime.ts';
import { InputError, StoreError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/folders.ts';
import { backedUpAt } from './backupName.ts';

/** Number of rows of each table in a snapshot. */
export type RowCounts = Readonly<Record<string, number>>;

/** Content of the file NAME.json next to a backup. */
export interface Manifest {
  readonly databaseBytes: number;
  readonly rows: RowCounts;
}

const VERSION = 1;

/** Release 0.2.0 wrote no version: a manifest without one is of version 1. */
const manifest = z.object({
  version: z.literal(VERSION).default(VERSION),
  databaseBytes: z.number(),
  rows: z.record(z.string(), z.number()),
});

const WORK = '.work-';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Names of the backups in a folder, newest first; empty when the folder does not exist. */
export async function listBackups(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => backedUpAt(name) !== null)
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

/** Decompresses a gzip file. @throws Error with zlib's code when the file is incomplete or not gzip. */
export async function decompress(from: string, to: string, progress: Progress): Promise<void> {
  await withProgress(progress, 'decompressing', (await stat(from)).size, (counting) =>
    pipeline(createReadStream(from), counting, createGunzip(), createWriteStream(to, { mode: 0o600 })),
  );
  await flush(to);
}

/** The SHA-256 of a file in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** A line in the format of `sha256sum`. */
export function checksumLine(hash: string, name: string): string {
  return `${hash}  ${name}\n`;
}

/** The hash in the file NAME.sha256. @throws InputError when the file is missing or has no hash. */
export async function recordedHash(file: string): Promise<string> {
  const hashFile = `${basename(file)}.sha256`;
  const text = await readFile(`${file}.sha256`, 'utf8').catch(() => '');
  const hash = /^([0-9a-f]{64}) [ *]/.exec(text)?.[1];
  if (hash !== undefined) return hash;
  throw new InputError(
    'backup_without_hash',
    `Backup ${basename(file)} · found ${text === '' ? 'no' : 'an unreadable'} ${hashFile} · expected its SHA-256`,
    { hint: `Copy ${hashFile} from the place of the backup, or use another backup.` },
  );
}

/**
 * The manifest of a backup; null when it was not copied with the backup. Only the hash is checked then.
 * @throws StoreError `backup_manifest` when it is of another version, or not a manifest
 */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readFile(`${file}.json`, 'utf8').catch(() => null);
  if (text === null) return null;
  const { success, data } = manifest.safeParse(parsed(text));
  if (success) return { databaseBytes: data.databaseBytes, rows: data.rows };
  throw new StoreError(
    'backup_manifest',
    `Backup ${basename(file)} · found ${basename(file)}.json in another shape · expected a manifest of version ${VERSION}`,
    {
      hint: 'Run the Daybreak version that made the backup, or copy the manifest again from where the backup came.',
    },
  );
}

/** The text of a manifest. */
export function manifestText({ databaseBytes, rows }: Manifest): string {
  return `${JSON.stringify({ version: VERSION, databaseBytes, rows }, null, 2)}\n`;
}

/** null where the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
