import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a file of one secret held; of value and problem exactly one is there. */
export interface SecretFile {
  readonly value: string | null;
  readonly problem: string | null;
  /** Works, but should not stay so. */
  readonly warning: string | null;
}

/** Where containers put secrets: the mode is the host's business there, and no other user is inside. */
const CONTAINER_SECRETS = '/run/secrets/';

/** Reads the secret of one setting from the file that `NAME_FILE` names: one line, whose line break is not part of it. */
export function readSecretFile(setting: string, path: string): SecretFile {
  const name = `${setting}_FILE`;
  const shown = looksLikePath(path) ? path : 'a file';
  try {
    const value = readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
    if (value.trim() === '')
      return refused(`${name} names ${shown}, an empty file; expected the secret on one line`);
    if (/\p{Cc}/u.test(value))
      return refused(`${name} names ${shown}, a file of several lines; expected one`);
    return { value, problem: null, warning: readableByAnyone(path) ? openTo(name, shown) : null };
  } catch (error) {
    return refused(
      `${name} names ${shown}, which cannot be read (${(error as NodeJS.ErrnoException).code}); expected the secret`,
    );
  }
}

/** Somebody may have written the secret itself where the name of its file belongs; that is not shown. */
function looksLikePath(text: string): boolean {
  const folder = dirname(text);
  return /^\.{0,2}\/[^/]+\//.test(text) || (!['.', '/'].includes(folder) && existsSync(folder));
}

function readableByAnyone(path: string): boolean {
  return !path.startsWith(CONTAINER_SECRETS) && (statSync(path).mode & 0o004) !== 0;
}

function openTo(name: string, shown: string): string {
  return `${name} names ${shown}, which every user of this machine can read; chmod 600 it`;
}

function refused(problem: string): SecretFile {
  return { value: null, problem, warning: null };
}
