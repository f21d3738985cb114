import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError, StoreError } from '../../shared/errors.ts';
import { readCompanion } from './companion.ts';

/** A line in the format of `sha256sum`. */
export function checksumLine(hash: string, name: string): string {
  return `${hash}  ${name}\n`;
}

/**
 * Returns the file's SHA-256. @throws InputError without a recorded hash or a regular file; StoreError when
 * the hashes differ.
 */
export async function checkHash(file: string): Promise<string> {
  await requireRegularFile(file);
  const [expected, found] = [await recordedHash(file), await sha256Of(file)];
  if (found === expected) return found;
  throw new StoreError(
    'backup_damaged',
    `Backup ${basename(file)} · found SHA-256 ${found.slice(0, 12)}… · expected ${expected.slice(0, 12)}…`,
    {
      hint: 'The file was damaged or changed after it was made: use another backup, or the mirrored copy of this one.',
    },
  );
}

/** The hash in the file NAME.sha256. @throws InputError when the file is missing or has no hash. */
async function recordedHash(file: string): Promise<string> {
  const text = await readCompanion(`${file}.sha256`, (found) => withoutHash(file, found));
  const hash = /^([0-9a-f]{64}) [ *]/.exec(text ?? '')?.[1];
  if (hash === undefined) throw withoutHash(file, text === null ? 'no such file' : 'no hash');
  return hash;
}

/** A folder, a pipe or a device is not read: it may never end. A link to a file is a file. */
async function requireRegularFile(file: string): Promise<void> {
  if ((await stat(file)).isFile()) return;
  throw new InputError(
    'no_backup',
    `Backup ${basename(file)} · found no regular file · expected a backup, a compressed file`,
    { hint: 'Give the path of a file; `npm run backup -- --verify` lists the good ones.' },
  );
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function withoutHash(file: string, found: string): InputError {
  const hashFile = `${basename(file)}.sha256`;
  return new InputError(
    'backup_without_hash',
    `Backup ${basename(file)}, ${hashFile} · found ${found} · expected its SHA-256`,
    { hint: `Copy ${hashFile} from the place of the backup, or use another backup.` },
  );
}
