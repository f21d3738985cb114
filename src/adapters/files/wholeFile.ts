import { accessSync, constants, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { InputError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/folders.ts';

/** A file on its way to disk, under another name until it is finished. */
export interface FileDraft {
  /** The file appears under its name, whole; an older one is replaced. */
  finish(): Promise<void>;
  /** Leaves an older file as it was; does nothing once finished. */
  abandon(): Promise<void>;
}

/**
 * Writes a file that appears whole or not at all, its folder made where it is missing; an older one is replaced.
 * @throws InputError when the folder takes no file.
 */
export async function writeWholeFile(path: string, content: string): Promise<void> {
  const draft = await draftFile(path, content);
  try {
    await draft.finish();
  } finally {
    await draft.abandon();
  }
}

/**
 * Writes all of a file but its name, so that several files can appear together.
 * @throws InputError when the folder takes no file; so does `finish`.
 */
export async function draftFile(path: string, content: string): Promise<FileDraft> {
  const draft = draftOf(path);
  let isFinished = false;
  const file: FileDraft = {
    async finish() {
      await trying(path, () => rename(draft, path));
      isFinished = true;
    },
    async abandon() {
      if (!isFinished) await removeDraft(draft);
    },
  };
  try {
    await trying(path, async () => {
      makeFolder(dirname(path));
      await writeFile(draft, content);
    });
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return file;
}

/**
 * Finds out before hours of work whether files can be written where they are to go; makes their folder where it is missing.
 * @throws InputError when the folder cannot be made or written, or a folder has a file's name.
 */
export function requirePlaces(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      makeFolder(dirname(path));
      accessSync(dirname(path), constants.W_OK);
    } catch (cause) {
      throw unwritable(path, cause);
    }
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new InputError(
      'unwritable',
      `${basename(path)} · found a folder of that name · expected a file, or nothing`,
      {
        hint: 'Move it away, or choose another folder with --out.',
      },
    );
  }
}

/** The name a file has while it is being written; another process has another. */
export function draftOf(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Why the file could not be written is known already: what a failed draft leaves must not hide it. */
export async function removeDraft(draft: string): Promise<void> {
  await rm(draft, { force: true }).catch(() => undefined);
}

/** @throws InputError in place of the system's error. */
export async function trying<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): InputError {
  return new InputError(
    'unwritable',
    `${basename(path)} · could not be written · expected a folder that takes files`,
    { hint: 'Check free space and permissions, or choose another folder with --out.', cause },
  );
}
