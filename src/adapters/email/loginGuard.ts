import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from '../../shared/newFile.ts';

/** A login at a mail server. */
export interface MailLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/**
 * Remembers that the mail server refused a login, so that no process repeats it: servers lock an account
 * after a few refused logins, and a morning has many recipients.
 */
export interface LoginGuard {
  /** Why the login must not be tried now; null: it may be tried. */
  refusal(login: MailLogin): string | null;
  /** Records a refused login. @param response the server's answer, without secrets. */
  refused(login: MailLogin, response: string): void;
  /** Forgets a recorded refusal. */
  accepted(): void;
}

/**
 * How long a refused login is not repeated. A morning lasts from RUN_AT to SEND_DEADLINE, usually over four
 * hours: so the login is tried when the mails are sent, and once more when FAILED is sent.
 */
export const LOGIN_PAUSE_MS = 3 * 3_600_000;

const storedRefusal = z.object({
  version: z.literal(1),
  refusedAt: z.iso.datetime(),
  response: z.string(),
  /** Hash of server, user and password, so that a new password is tried at once. */
  salt: z.base64(),
  hash: z.base64(),
});
type StoredRefusal = z.output<typeof storedRefusal>;

const HASH_BYTES = 32;

/**
 * A guard that keeps its record in a file with mode 0600, because a restart must not repeat the login either.
 * The file has a salted scrypt hash (RFC 7914) of the login, not the login. A file that cannot be written or
 * read never stops a mail: the process then remembers the refusal in memory alone.
 * @param triesAgain true: an operator asks for a new try, so a refusal that an earlier process recorded does
 *   not count.
 */
export function createLoginGuard(path: string, now: () => Date, triesAgain = false): LoginGuard {
  let known: StoredRefusal | null = triesAgain ? null : readRefusal(path);
  return {
    refusal(login) {
      if (known === null) return null;
      const until = new Date(Date.parse(known.refusedAt) + LOGIN_PAUSE_MS);
      // A clock that was set back must not block the login for longer than the pause.
      const isOver = now() >= until || now().getTime() < Date.parse(known.refusedAt) - LOGIN_PAUSE_MS;
      if (isOver || !isSameLogin(known, login)) return null;
      return `login not tried: the server refused the same user and password at ${known.refusedAt} (${known.response}); next try after ${until.toISOString()}, or with another password`;
    },
    refused(login, response) {
      const salt = randomBytes(16);
      known = {
        version: 1,
        refusedAt: now().toISOString(),
        response,
        salt: salt.toString('base64'),
        hash: hashOf(login, salt).toString('base64'),
      };
      writeRefusal(path, known);
    },
    accepted() {
      known = null;
      forget(path);
    },
  };
}

function isSameLogin({ salt, hash }: StoredRefusal, login: MailLogin): boolean {
  const expected = Buffer.from(hash, 'base64');
  const found = hashOf(login, Buffer.from(salt, 'base64'));
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function hashOf({ host, port, user, password }: MailLogin, salt: Buffer): Buffer {
  return scryptSync([host, port, user, password].join('\0'), salt, HASH_BYTES);
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The record ends by itself.
  }
}

function readRefusal(path: string): StoredRefusal | null {
  try {
    return storedRefusal.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function writeRefusal(path: string, refusal: StoredRefusal): void {
  try {
    replaceFile(path, `${JSON.stringify(refusal)}\n`);
  } catch {
    // The refusal stays in memory.
  }
}
