import { StoreError } from '../../../../shared/errors.ts';
import { ProgramFailed } from './runProgram.ts';

const FULL = /No space left on device|File too large|Disk quota exceeded|SIGXFSZ|disk full/i;
const CUT = /connection to server|server closed the connection|terminating connection/i;
const UNREADABLE =
  /does not appear to be a valid archive|could not read from input file|corrupt|invalid archive|unexpected end|unrecognized|out of memory|could not uncompress|inflate|found unexpected/i;

/**
 * The error of a program of Postgres with its reason; any other error is returned as it is.
 * @param where begins the message.
 */
export function dumpError(error: unknown, where: string): unknown {
  if (!(error instanceof ProgramFailed)) return error;
  const text = error.message;
  if (FULL.test(text))
    return new StoreError('backup_disk', `${where} · found ${text} · expected space on the disk`, {
      hint: 'No partial file was left and no older backup was removed. Free space on the disk of the backup and of the server.',
      cause: error,
    });
  if (CUT.test(text))
    return new StoreError('database_cut', `${where} · found ${text} · expected a connection`, {
      hint: 'Nothing was changed. Look for a restart of the server or a fault of the network, then run this again.',
      retryable: true,
      cause: error,
    });
  if (UNREADABLE.test(text))
    return new StoreError('backup_damaged', `${where} · found ${text} · expected an intact dump`, {
      hint: 'Nothing was changed. Use another backup: `npm run backup -- --verify` names the newest good one.',
      cause: error,
    });
  return new StoreError('dump_failed', `${where} · found ${text} · expected the program to end well`, {
    hint: 'No partial file was left, no older backup was removed, and no database was replaced. The message is that of the program of Postgres.',
    cause: error,
  });
}
