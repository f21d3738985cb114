import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../../../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../../../shared/fileKind.ts';
import { openNewFile } from '../../../../shared/newFile.ts';
import { type SigningKey, signingKey } from './signingKey.ts';

/** Name of the file with the key, next to the database. */
export const SIGNING_KEY_FILE = 'web-signing.key';

const SHORTEST_SECRET = 32;
const SECRET_BYTES = 32;

/** Path of the key file of a database. */
export function signingKeyPath(dbPath: string): string {
  return join(dirname(dbPath), SIGNING_KEY_FILE);
}

/**
 * Returns a function that reads the signing keys once: WEB_SIGNING_KEY, else the key file, which it makes
 * where there is none. The function throws ConfigurationError `signing_key_unreadable` or
 * `signing_key_exposed`; no message has the key.
 */
export function signingKeys(configured: readonly string[], path: string): () => readonly SigningKey[] {
  let keys: readonly SigningKey[] | null = null;
  return () => {
    keys ??= (configured.length > 0 ? configured : readOrMake(path)).map(signingKey);
    return keys;
  };
}

function readOrMake(path: string): readonly string[] {
  if (fileKind(path) === 'nothing') make(path);
  return readSecrets(path);
}

/** Several lines are several keys: the first signs, and all are valid. */
function readSecrets(path: string): readonly string[] {
  const kind = fileKind(path);
  if (kind !== 'file') throw unreadable(path, `found ${KIND_WORDS[kind]}`);
  requirePrivate(path);
  const secrets = textOf(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (secrets.length > 0 && secrets.every(({ length }) => length >= SHORTEST_SECRET)) return secrets;
  throw unreadable(path, secrets.length === 0 ? 'found it empty' : 'found a line that is too short');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, 'could not read it', cause);
  }
}

function requirePrivate(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new ConfigurationError(
    'signing_key_exposed',
    `Signing key ${path} · found the mode 0${mode.toString(8)}, which lets other users read or change it · expected 0600`,
    { hint: `Another user may have copied it: delete the file, so that a new one is made; older links end.` },
  );
}

/**
 * Writes the new key under a temporary name and links it to its own, which fails where the name exists: of
 * two processes that start together, both then read the file of the first.
 */
function make(path: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = openNewFile(draft);
    try {
      writeFileSync(file, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      throw unreadable(path, 'could not make it', cause);
  } finally {
    rmSync(draft, { force: true });
  }
}

function unreadable(path: string, found: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    'signing_key_unreadable',
    `Signing key ${path} · ${found} · expected a file with one key of ${SHORTEST_SECRET} characters or more a line`,
    {
      hint: 'Correct owner, folder or content, or set WEB_SIGNING_KEY. Deleted, it is made again, and older links end.',
      cause,
    },
  );
}
