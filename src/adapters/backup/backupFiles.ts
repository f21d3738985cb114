import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Progress } from '../../ports/runtime.ts';
import { InputError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/folders.ts';
import { backedUpAt } from './backupName.ts';

/** Rows by table, as the snapshot had them. */
export type RowCounts = Readonly<Record<string, number>>;

/** What lies beside a backup as NAME.json. */
export interface Manifest {
  readonly databaseBytes: number;
  readonly rows: RowCounts;
}

const WORK = '.work-';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** The backups of a folder, newest first; none where there is no folder. */
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
 * A folder for half-done files, beside the finished ones so that a rename finishes them, and gone afterwards whatever
 * happens. What a killed process left there goes after a day.
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

/** Compresses a file; returns the SHA-256 of what was written, which is on the disk when this returns. */
export async function compress(from: string, to: string, progress: Progress): Promise<string> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await withBar(progress, 'compressing', (await stat(from)).size, (counting) =>
    pipeline(createReadStream(from), counting, createGzip(), hashing, createWriteStream(to, { mode: 0o600 })),
  );
  await flush(to);
  return hash.digest('hex');
}

/** @throws Error with zlib's code where the file is no whole gzip. */
export async function decompress(from: string, to: string, progress: Progress): Promise<void> {
  await withBar(progress, 'decompressing', (await stat(from)).size, (counting) =>
    pipeline(createReadStream(from), counting, createGunzip(), createWriteStream(to, { mode: 0o600 })),
  );
  await flush(to);
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** As `sha256sum` writes and checks it. */
export function checksumLine(hash: string, name: string): string {
  return `${hash}  ${name}\n`;
}

/** @throws InputError where the file beside the backup is missing or names no hash for it. */
export async function recordedHash(file: string): Promise<string> {
  const beside = `${basename(file)}.sha256`;
  const text = await readFile(`${file}.sha256`, 'utf8').catch(() => '');
  const hash = /^([0-9a-f]{64}) [ *]/.exec(text)?.[1];
  if (hash !== undefined) return hash;
  throw new InputError(
    'backup_without_hash',
    `Backup ${basename(file)} · found ${text === '' ? 'no' : 'an unreadable'} ${beside} · expected its SHA-256`,
    { hint: `Copy ${beside} from where the backup came, or take another backup.` },
  );
}

/** null where it was not copied along: the hash then has to do. */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readFile(`${file}.json`, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Manifest);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.chmod(0o600);
  await handle.sync().finally(() => handle.close());
}

async function withBar(
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
