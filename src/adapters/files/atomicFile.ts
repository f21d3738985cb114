import { accessSync, closeSync, constants, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { InputError } from '../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../shared/fileKind.ts';
import { makeFolder } from '../../shared/folders.ts';
import { openNewFile } from '../../shared/newFile.ts';

/** A file that has a temporary name until it is finished. */
export interface FileDraft {
  /** Renames the complete file to its name; replaces an older file. */
  finish(): Promise<void>;
  /** Removes the temporary file and keeps an older file; does nothing after `finish`. */
  abandon(): Promise<void>;
}

/**
 * Writes a file atomically, so that readers see the old file or the complete new one. Creates its folder if
 * needed.
 * @throws InputError when the folder is not writable.
 */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const draft = await draftFile(path, content);
  try {
    await draft.finish();
  } finally {
    await draft.abandon();
  }
}

/**
 * Writes a file under a temporary name, so that several files can be written first and renamed together.
 * @throws InputError when the folder is not writable; `finish` throws the same error.
 */
export async function draftFile(path: string, content: string): Promise<FileDraft> {
  const draft = draftPath(path);
  let isFinished = false;
  const file: FileDraft = {
    async finish() {
      await asInputError(path, () => rename(draft, path));
      isFinished = true;
    },
    async abandon() {
      if (!isFinished) await removeDraft(draft);
    },
  };
  try {
    await asInputError(path, async () => {
      makeFolder(dirname(path));
      writeNewFile(draft, content);
    });
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return file;
}

/**
 * Checks that files can be written at these paths, before a long computation. Creates their folders if
 * needed.
 * @throws InputError when a folder cannot be created or is not writable, or when a path is a folder.
 */
export function requireWritable(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      makeFolder(dirname(path));
      accessSync(dirname(path), constants.W_OK);
    } catch (cause) {
      throw unwritable(path, cause);
    }
    const kind = fileKind(path);
    if (kind === 'nothing' || kind === 'file') continue;
    throw new InputError(
      'unwritable',
      `${basename(path)} · found ${KIND_WORDS[kind]} with this name · expected a file or nothing`,
      {
        hint: 'Move it away, or choose another folder with --out.',
      },
    );
  }
}

/** Results are for other programs of this machine too, so the usual mode of a new file applies. */
const RESULT_MODE = 0o666;

function writeNewFile(path: string, content: string): void {
  const file = openNewFile(path, RESULT_MODE);
  try {
    writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
}

/** The temporary name of a file; it contains the process id, so that two processes use different names. */
export function draftPath(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Removes a temporary file. Ignores errors, because they would hide the error that made the write fail. */
export async function removeDraft(draft: string): Promise<void> {
  await rm(draft, { force: true }).catch(() => undefined);
}

/** Runs `work`. @throws InputError instead of the system's error. */
export async function asInputError<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): InputError {
  return new InputError(
    'unwritable',
    `${basename(path)} · could not write the file · expected a writable folder`,
    { hint: 'Check free space and permissions, or choose another folder with --out.', cause },
  );
}
