import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { InputError } from '../../errors.ts';

/**
 * Writes a file that appears whole or not at all, its folder made where it is missing; an older one is replaced.
 * @throws InputError when the folder takes no file.
 */
export async function writeWholeFile(path: string, content: string): Promise<void> {
  const draft = draftOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw unwritable(path, cause);
  }
}

/** The name a file has while it is being written; another process has another. */
export function draftOf(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

export function unwritable(path: string, cause: unknown): InputError {
  return new InputError(
    'unwritable',
    `${basename(path)} · could not be written · expected a folder that takes files`,
    { hint: 'Check free space and permissions, or choose another folder with --out.', cause },
  );
}
