import { resolve } from 'node:path';
import dotenv from 'dotenv';
import { ConfigurationError } from '../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../shared/fileKind.ts';

/**
 * Adds the settings of `.env` to the environment. A variable that is already set keeps its value. The file
 * need not exist.
 * @throws ConfigurationError if the file exists but cannot be read: the desk would otherwise run on defaults.
 */
export function readSettingsFile(path = resolve('.env')): void {
  const kind = fileKind(path);
  if (kind !== 'nothing' && kind !== 'file') throw unreadable(path, KIND_WORDS[kind]);
  readFile(path);
}

function readFile(path: string): void {
  const { error } = dotenv.config({ path, quiet: true });
  if (error === undefined || error.code === 'ENOENT') return;
  throw unreadable(path, `a file that cannot be read (${error.code})`, error);
}

function unreadable(path: string, found: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    'settings_unreadable',
    `Settings ${path} · found ${found} · expected a file that this user may read`,
    {
      hint: 'Run Daybreak as the user who owns the file, or give it to this user with chown. It holds secrets: leave its mode at 600.',
      cause,
    },
  );
}
