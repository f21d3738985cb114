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

/**
 * SQLite rolls back the statement and its transaction, so after each of these the store is as it was before.
 */
const troubles: readonly Trouble[] = [
  {
    codes: /^SQLITE_(BUSY|LOCKED)/,
    code: 'database_locked',
    found: 'another process has been writing for more than 5 seconds',
    expected: 'the write lock',
    hint: 'Nothing was stored. Wait until the morning, import or backfill on this database has ended, then try again.',
    retryable: true,
  },
  {
    codes: /^(SQLITE_FULL|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT|EFBIG)$/,
    code: 'database_full',
    found: 'no space left',
    expected: 'a disk and a quota with free space',
    hint: 'Nothing was stored in part. Free space on the disk of DB_PATH (`npm run doctor` measures it), then run this again.',
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

/** A StoreError with a hint for an error of the driver; null for any other error. */
export function storeErrorOf(error: unknown, where = 'Database'): StoreError | null {
  return codeOf(error).startsWith('SQLITE_') ? troubleOf(error, where) : null;
}

/** A StoreError for any error of opening the database or its folder; a StoreError is returned as it is. */
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
