import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Mode of the files that Daybreak creates: only the owner reads and writes them. */
export const PRIVATE_MODE = 0o600;

/**
 * Opens a file that this call creates, for writing. A file or symbolic link that has the name already is
 * removed first, and never followed or written to: an earlier process may have left its file, and another
 * user may have placed a link under a name that can be guessed.
 * @returns the file descriptor.
 * @throws the error of the operating system, EEXIST where a folder or device has the name.
 */
export function openNewFile(path: string, mode = PRIVATE_MODE): number {
  removeFileOrLink(path);
  // `wx` is O_EXCL: it creates the file, or fails. It does not follow a link (POSIX, open).
  return openSync(path, 'wx', mode);
}

/**
 * Writes a file under a temporary name and renames it, so that readers see the old file or the whole new one.
 * A symbolic link at the path is replaced, not followed.
 */
export function replaceFile(path: string, content: string | Buffer, mode = PRIVATE_MODE): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = openNewFile(draft, mode);
    try {
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function removeFileOrLink(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() || found?.isSymbolicLink()) rmSync(path, { force: true });
}
