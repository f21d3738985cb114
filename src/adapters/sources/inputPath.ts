import { access, constants, stat } from 'node:fs/promises';
import { basename, isAbsolute, normalize } from 'node:path';
import { InputError } from '../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../shared/fileKind.ts';

/**
 * The path to show in messages: a relative path as typed, otherwise only the file name, to hide local
 * folders.
 */
export function shownPath(path: string): string {
  return isAbsolute(path) || normalize(path).startsWith('..') ? basename(path) : normalize(path);
}

/**
 * Checks that the path is a readable file. @throws InputError when it is absent, a folder, or not readable.
 */
export async function requireReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new InputError(
      'file_unreadable',
      `${shownPath(path)} · found ${reasons[code] ?? code} · expected a readable file`,
      {
        hint: 'Check the path and its permissions.',
        cause,
      },
    );
  }
  throw new InputError(
    'not_a_file',
    `${shownPath(path)} · found ${KIND_WORDS[fileKind(path)]} · expected a file`,
    {
      hint: 'Give the path of the file itself.',
    },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  ENOTDIR: 'no such folder',
};
