import Driver from 'better-sqlite3';
import type { ErrorCode } from '../../shared/errorCodes.ts';
import { DaybreakError, StoreError } from '../../shared/errors.ts';

interface Trouble {
  readonly codes: RegExp;
  readonly code: ErrorCode;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
}

/** In order; the first that matches names the trouble. */
const troubles: readonly Trouble[] = [
  {
    codes: /^(SQLITE_FULL|SQLITE_IOERR.*|ENOSPC|EDQUOT|EFBIG|EIO)$/,
    code: 'backup_disk',
    found: 'a disk that is full or fails',
    expected: 'space for the database and its compressed copy',
    hint: 'No partial file was left, no older backup was removed, and no database was replaced. Free space, or set BACKUP_DIR to a larger disk.',
  },
  {
    codes: /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENAMETOOLONG|ELOOP)$/,
    code: 'backup_folder',
    found: 'a file or folder that cannot be read or written',
    expected: 'files and folders that this user can read and write',
    hint: 'Check BACKUP_DIR, the folder of DB_PATH, their owner and mode.',
  },
  {
    codes: /^SQLITE_CANTOPEN/,
    code: 'no_database',
    found: 'no database',
    expected: 'one to back up',
    hint: 'Check DB_PATH; a new desk has nothing to back up yet.',
  },
];

/**
 * An error of a backup or a restore with its reason. An error of Daybreak stays as it is, and so does a fault
 * of Daybreak itself.
 * @param where begins the message: `Restore of daybreak-….db.gz`.
 */
export function backupError(error: unknown, where: string): unknown {
  if (error instanceof DaybreakError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const trouble = troubles.find(({ codes }) => codes.test(code));
  if (trouble !== undefined)
    return new StoreError(
      trouble.code,
      `${where} · found ${trouble.found} (${code}) · expected ${trouble.expected}`,
      { hint: trouble.hint, cause: error },
    );
  if (error instanceof Driver.SqliteError || isSystemError(error))
    return new StoreError('backup_damaged', `${where} · found ${error.message} · expected an intact backup`, {
      hint: 'Nothing was changed. Use another backup: `npm run backup -- --verify` names the newest good one.',
      cause: error,
    });
  return error;
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
