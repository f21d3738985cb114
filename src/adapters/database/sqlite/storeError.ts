import type Driver from 'better-sqlite3';
import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { DaybreakError, StoreError } from '../../../shared/errors.ts';

interface Trouble {
  readonly codes: RegExp;
  readonly code: ErrorCode;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

/** SQLite undoes the statement and the transaction around it, so each of these leaves what was stored before. */
const troubles: readonly Trouble[] = [
  {
    codes: /^SQLITE_(BUSY|LOCKED)/,
    code: 'database_locked',
    found: 'another process has been writing for more than 5 seconds',
    expected: 'a turn',
    hint: 'Nothing was stored. Let the morning, import or backfill that runs on this database end, then try again.',
    retryable: true,
  },
  {
    codes: /^(SQLITE_FULL|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT|EFBIG)$/,
    code: 'database_full',
    found: 'no room left',
    expected: 'a disk, or a quota, with space for it',
    hint: 'Nothing was stored by half. Make room on the disk of DB_PATH (`npm run doctor` measures it), then run this again.',
  },
  {
    codes: /^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS)/,
    code: 'database_read_only',
    found: 'it cannot be written',
    expected: 'a file and a folder that this user may write to',
    hint: 'Nothing was stored. Check DB_PATH, the owner and mode of the file and its folder, and how the disk is mounted.',
  },
  {
    codes: /^SQLITE_NOTADB$/,
    code: 'database_not_one',
    found: 'another kind of file',
    expected: 'a SQLite database',
    hint: 'Nothing was changed. Check DB_PATH; if the file was a database once, restore a backup: `npm run backup -- --verify` names the newest good one.',
  },
  {
    codes: /^SQLITE_CORRUPT/,
    code: 'database_damaged',
    found: 'a damaged file',
    expected: 'an intact database',
    hint: 'Run nothing on it. `npm run backup -- --verify` names the newest good backup, `npm run restore -- FILE --force` puts it in place and keeps this file aside.',
  },
  {
    codes: /^SQLITE_IOERR/,
    code: 'database_io',
    found: 'the disk could not be read or written',
    expected: 'a disk that works',
    hint: "Look at the system's log for disk errors before anything else; then run `npm run doctor`.",
  },
];

/** The driver's own error, wherever it came up, in words and with what to do; null when it is not the driver's. */
export function storeErrorOf(error: unknown, where = 'Database'): StoreError | null {
  return codeOf(error).startsWith('SQLITE_') ? troubleOf(error, where) : null;
}

/** As above, for what can only have come from the database or its folder. */
export function anyStoreErrorOf(error: unknown, where: string): StoreError {
  if (error instanceof StoreError) return error;
  const found = error instanceof Error ? error.message : String(error);
  const unknown = new StoreError(
    'database_unusable',
    `${where} · ${found} · expected a database to work with`,
    {
      hint: 'Check DB_PATH, the folder, its owner, and the free space.',
      cause: error,
    },
  );
  return troubleOf(error, where) ?? unknown;
}

/** A locked database with the run that holds a lease on it, which is the likeliest writer; any other error as it is. */
export function withWriter(driver: Driver.Database, error: unknown, now: Date): unknown {
  const locked = storeErrorOf(error);
  if (locked?.code !== 'database_locked' || !driver.open) return error;
  const lease = driver
    .prepare('SELECT owner FROM run_lease WHERE expires_at > ? ORDER BY expires_at DESC')
    .pluck();
  const owner = lease.get(now.toISOString());
  if (owner === undefined) return locked;
  const { code, hint, retryable } = locked;
  const message = locked.message.replace('another process', `another process, the run of ${owner} it seems,`);
  return new StoreError(code, message, { hint, retryable, cause: error });
}

function codeOf(error: unknown): string {
  const foreign = error instanceof Error && !(error instanceof DaybreakError) && 'code' in error;
  return foreign ? String(error.code) : '';
}

function troubleOf(error: unknown, where: string): StoreError | null {
  const found = codeOf(error);
  const trouble = troubles.find(({ codes }) => codes.test(found));
  return trouble === undefined ? null : inWords(trouble, where, error, found);
}

function inWords(trouble: Trouble, where: string, cause: unknown, code: string): StoreError {
  const { found, expected, hint, retryable = false } = trouble;
  return new StoreError(trouble.code, `${where} · ${found} (${code}) · expected ${expected}`, {
    hint,
    retryable,
    cause,
  });
}
