import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { DaybreakError, StoreError } from '../../../shared/errors.ts';

interface Trouble {
  /** SQLSTATE of the server, or error code of Node. */
  readonly codes: RegExp;
  readonly code: ErrorCode;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

/** The server rolls back the transaction of each of these, so the store is as it was before. */
const troubles: readonly Trouble[] = [
  {
    codes: /^(55P03|40001|40P01)$/,
    code: 'database_locked',
    found: 'another process has been writing for more than 5 seconds',
    expected: 'the write lock',
    hint: 'Nothing was stored. Wait until the morning, import or backfill on this database has ended, then try again.',
    retryable: true,
  },
  {
    codes: /^(53100|ENOSPC)$/,
    code: 'database_full',
    found: 'no space left on the server',
    expected: 'a disk with free space',
    hint: 'Nothing was stored in part. Free space on the disk of the Postgres server, then run this again.',
    retryable: true,
  },
  {
    codes: /^(28\w{3}|3D000|42501)$/,
    code: 'database_refused',
    found: 'the server refuses this user, password or database',
    expected: 'a database that this user owns',
    hint: 'Nothing was stored. Check DATABASE_URL: user, password and database. docs/postgres.md shows how both are created.',
  },
  {
    // Of Node's TLS: a certificate of an unknown authority, for another name, or outside its time.
    codes:
      /^(NO_TLS|ERR_TLS_\w+|CERT_\w+|\w*(SELF_SIGNED|UNABLE_TO_(VERIFY|GET|DECODE|DECRYPT))\w*|INVALID_CA|EPROTO)$/,
    code: 'database_certificate',
    found: 'the identity of the server is not proven',
    expected: 'TLS with a certificate for this host name, from an authority that this host knows',
    hint: 'Nothing was sent to it, and nothing stored. Give the certificate of its authority with sslrootcert=FILE in DATABASE_URL, and the host name that the certificate has. docs/postgres.md.',
  },
  {
    codes: /^25006$/,
    code: 'database_read_only',
    found: 'the server is read-only',
    expected: 'a primary server',
    hint: 'Nothing was stored. DATABASE_URL names a standby, or the server accepts only reads: use the address of the primary.',
    retryable: true,
  },
  {
    codes:
      /^(ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES|53300|57P03|CONNECT_TIMEOUT)$/,
    code: 'database_unreachable',
    found: 'no answer from the server',
    expected: 'a running Postgres server',
    hint: 'Nothing was stored. Check that the server runs and that this host can reach it: host and port of DATABASE_URL.',
    retryable: true,
  },
  {
    codes: /^(08\w{3}|57P0[125]|25P03|57014|ECONNRESET|EPIPE|ETIMEDOUT|CONNECTION_ENDED)$/,
    code: 'database_cut',
    found: 'the connection ended',
    expected: 'one that stays open',
    hint: 'What was under way was rolled back, and is done again at the next try. Look for a restart of the server or a fault of the network.',
    retryable: true,
  },
  {
    codes: /^(XX001|XX002)$/,
    code: 'database_damaged',
    found: 'the server finds its files damaged',
    expected: 'an intact database',
    hint: 'Run nothing on it. `npm run backup -- --verify` names the newest good backup.',
  },
  {
    codes: /^(58030|53200|58\w{3})$/,
    code: 'database_io',
    found: 'the server could not read or write its disk, or has no memory left',
    expected: 'a server that works',
    hint: "Read the server's log before anything else; then run `npm run doctor`.",
    retryable: true,
  },
];

/** The driver reports these without a code. */
const CODE_BY_TEXT: readonly (readonly [text: RegExp, code: string])[] = [
  [/timeout expired|timeout exceeded when trying to connect|due to connection timeout/, 'CONNECT_TIMEOUT'],
  [/Connection terminated|connection error and is not queryable|Client was closed/, 'CONNECTION_ENDED'],
  [/SASL|password must be a string|no pg_hba\.conf entry/, '28000'],
  [/does not support SSL/, 'NO_TLS'],
];

/**
 * A StoreError with a hint for trouble of server or connection. Any other error is returned as it is: a fault
 * of a statement is a fault of this program.
 * @param where names the database, without its password.
 */
export function postgresErrorOf(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error instanceof DaybreakError) return error;
  const code = codeOf(error);
  const trouble = troubles.find(({ codes }) => codes.test(code));
  if (trouble === undefined) return error;
  const { found, expected, hint, retryable = false } = trouble;
  return new StoreError(trouble.code, `Database ${where} · ${found} (${code}) · expected ${expected}`, {
    hint,
    retryable,
    cause: error,
  });
}

function codeOf(error: Error): string {
  // Every address of a host was tried, and each failed.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0] as Error);
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return CODE_BY_TEXT.find(([text]) => text.test(error.message))?.[1] ?? '';
}
