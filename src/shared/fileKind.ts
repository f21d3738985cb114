import { type Stats, statSync } from 'node:fs';

/** What a path names; `nothing` where it does not exist, or its folder cannot be read. */
export type FileKind = 'nothing' | 'file' | 'folder' | 'device' | 'pipe' | 'socket';

/**
 * What a path names, without opening it: opening a named pipe waits for its other end, and writing to a
 * device changes the machine. Follows symbolic links.
 */
export function fileKind(path: string): FileKind {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? 'nothing' : kindOf(found);
  } catch {
    return 'nothing';
  }
}

/** The kind in words: `a named pipe`. */
export const KIND_WORDS: Readonly<Record<FileKind, string>> = {
  nothing: 'nothing',
  file: 'a file',
  folder: 'a folder',
  device: 'a device',
  pipe: 'a named pipe',
  socket: 'a socket',
};

function kindOf(found: Stats): FileKind {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe';
  return found.isSocket() ? 'socket' : 'device';
}
