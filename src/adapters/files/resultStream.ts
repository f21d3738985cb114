import { closeSync, fsyncSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../shared/folders.ts';
import { openNewFile } from '../../shared/newFile.ts';
import { asInputError, draftPath, removeDraft } from './atomicFile.ts';

/** Where a long result goes, part by part. */
export interface ResultStream {
  /** Waits until the part is taken, so that a slow reader does not fill the memory. */
  write(text: string): Promise<void>;
}

/** Results are for other programs of this machine too, so the usual mode of a new file applies. */
const RESULT_MODE = 0o666;

/**
 * Writes a file part by part under a temporary name. Readers see the old file or the whole new one; where
 * `work` fails, the old one stays.
 * @throws InputError `unwritable` when the file cannot be written; whatever `work` throws.
 */
export async function writeInParts(
  path: string,
  work: (stream: ResultStream) => Promise<void>,
): Promise<void> {
  const draft = draftPath(path);
  try {
    const file = await asInputError(path, async () => {
      makeFolder(dirname(path));
      return openNewFile(draft, RESULT_MODE);
    });
    try {
      await work({ write: (text) => asInputError(path, async () => writeAll(file, Buffer.from(text))) });
      await asInputError(path, async () => fsyncSync(file));
    } finally {
      closeSync(file);
    }
    await asInputError(path, async () => renameSync(draft, path));
  } catch (error) {
    await removeDraft(draft);
    throw error;
  }
}

/** One call may write less than it is given. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
