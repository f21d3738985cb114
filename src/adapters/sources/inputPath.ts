import { access, constants, readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, normalize } from 'node:path';
import { InputError } from '../../shared/errors.ts';

/** How a file is named in reports: as it was typed, but never with a path of this machine. */
export function shownPath(path: string): string {
  return isAbsolute(path) || normalize(path).startsWith('..') ? basename(path) : normalize(path);
}

/** @throws InputError when the file is absent, a folder, or not readable. */
export async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new InputError(
      'file_unreadable',
      `${shownPath(path)} · ${words[code] ?? code} · expected a readable file`,
      {
        hint: 'Check the path and its permissions.',
        cause,
      },
    );
  }
  throw new InputError('not_a_file', `${shownPath(path)} · a folder or device · expected a file`, {
    hint: 'Name the file itself.',
  });
}

/** @throws InputError as requireReadable does. */
export async function readTextFile(path: string): Promise<string> {
  await requireReadable(path);
  return readFile(path, 'utf8');
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'not permitted',
  ENOTDIR: 'no such folder',
};
