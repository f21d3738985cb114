import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileKind, KIND_WORDS } from '../shared/fileKind.ts';
import { settings } from './settings.ts';

/** The variables of `process.env`, or of a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The content of a file with one secret. Exactly one of `value` and `problem` is set. */
export interface SecretFile {
  readonly value: string | null;
  readonly problem: string | null;
  /** The file works but should be changed, for example its mode. */
  readonly warning: string | null;
}

/**
 * Containers mount secrets here. The host sets their mode, and the container has no other users: do not warn.
 */
const CONTAINER_SECRETS = '/run/secrets/';

/**
 * Reads the secret of one setting from the file that `NAME_FILE` names. The file has one line; its line break
 * is not part of the secret. Returns problems as text and never throws.
 */
export function readSecretFile(setting: string, path: string): SecretFile {
  const name = `${setting}_FILE`;
  const shown = looksLikePath(path) ? path : 'a file';
  const kind = fileKind(path);
  if (kind !== 'file' && kind !== 'nothing')
    return refused(`${name} names ${shown}, ${KIND_WORDS[kind]}; expected a file with the secret`);
  try {
    const value = readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
    if (value.trim() === '')
      return refused(`${name} names ${shown}, an empty file; expected the secret on one line`);
    if (/\p{Cc}/u.test(value))
      return refused(`${name} names ${shown}, a file of several lines; expected one`);
    return { value, problem: null, warning: readableByAnyone(path) ? readableWarning(name, shown) : null };
  } catch (error) {
    return refused(
      `${name} names ${shown}, which cannot be read (${(error as NodeJS.ErrnoException).code}); expected the secret`,
    );
  }
}

/**
 * Returns the values of all secret settings that are set, and the passwords in them that are URLs, so that
 * logs can mask them. Skips files that cannot be read.
 */
export function configuredSecrets(environment: Environment): readonly string[] {
  return settings
    .filter(({ secret }) => secret)
    .flatMap(({ name }) => {
      const file = environment[`${name}_FILE`]?.trim();
      return [environment[name]?.trim() ?? '', (file && readSecretFile(name, file).value) || ''];
    })
    .filter((value) => value !== '')
    .flatMap((value) => [value, ...passwordIn(value)]);
}

/** A driver may show the password of `postgres://user:password@host/database` alone. */
function passwordIn(value: string): readonly string[] {
  const { password } = URL.canParse(value) ? new URL(value) : { password: '' };
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    // A lone percent sign: the address is refused later.
    return [password];
  }
}

/**
 * An operator may have set NAME_FILE to the secret itself. Only a text that looks like a path is shown in
 * messages.
 */
function looksLikePath(text: string): boolean {
  const folder = dirname(text);
  return /^\.{0,2}\/[^/]+\//.test(text) || (!['.', '/'].includes(folder) && existsSync(folder));
}

function readableByAnyone(path: string): boolean {
  return !path.startsWith(CONTAINER_SECRETS) && (statSync(path).mode & 0o004) !== 0;
}

function readableWarning(name: string, shown: string): string {
  return `${name} names ${shown}, which every user of this machine can read; chmod 600 it`;
}

function refused(problem: string): SecretFile {
  return { value: null, problem, warning: null };
}
