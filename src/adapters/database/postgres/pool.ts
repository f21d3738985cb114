import type { ClientBase, PoolClient } from 'pg';
import { StoreError } from '../../../shared/errors.ts';
import { systemUser } from '../../../shared/systemUser.ts';
import { shownAddress } from './address.ts';
import { driver } from './driver.ts';
import { postgresErrorOf } from './postgresError.ts';
import { resultTypes } from './resultTypes.ts';

/** Connections of one process to one database. */
export interface ClientPool {
  /** Names the database, without its password. */
  readonly where: string;
  /** @throws StoreError where the server cannot be reached, or refuses. */
  connect(): Promise<PoolClient>;
  end(): Promise<void>;
}

export interface PoolOptions {
  readonly mostConnections: number;
}

const CONNECT_PATIENCE_MS = 10_000;
const OLDEST_VERSION = 15;

/**
 * What each connection sets, whatever the server's defaults are:
 * - numbers and dates in the forms that `resultTypes` reads, doubles with every digit;
 * - the user of this process, whom the audit trail names as the author of an import;
 * - a commit that is flushed to the disk where the server's default is not to;
 * - an end for a process that hangs or vanishes in the middle of a transaction: it would keep the write lock.
 */
const SESSION = `SELECT set_config('extra_float_digits', '1', false), set_config('datestyle', 'ISO', false),
  set_config('bytea_output', 'hex', false), set_config('timezone', 'UTC', false),
  set_config('default_transaction_isolation', 'read committed', false),
  set_config('synchronous_commit',
    CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),
  set_config('daybreak.author', $1, false), set_config('lock_timeout', '30s', false),
  set_config('idle_in_transaction_session_timeout', '60s', false),
  set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '25s', false),
  current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`;

/**
 * Opens connections as they are needed.
 * @throws ConfigurationError where the address cannot be read.
 */
export function createPool(url: string, { mostConnections }: PoolOptions): ClientPool {
  const where = shownAddress(url);
  const pool = new (driver().Pool)({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: CONNECT_PATIENCE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: CONNECT_PATIENCE_MS,
    fallback_application_name: 'daybreak',
    // An idle connection must not keep a finished command alive.
    allowExitOnIdle: true,
    types: resultTypes,
    onConnect: (client) => prepareSession(client, where),
  });
  // The pool drops a connection that ends while it is idle; the next statement opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // A connection that ends in use fails its statement too, which reports it.
    client.on('error', () => undefined);
  });
  return {
    where,
    async connect() {
      try {
        return await pool.connect();
      } catch (error) {
        throw postgresErrorOf(error, where);
      }
    },
    end: () => pool.end(),
  };
}

async function prepareSession(client: ClientBase, where: string): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(SESSION, [systemUser()]);
  const { version = '0', encoding = '' } = rows[0] ?? {};
  const major = Math.floor(Number(version) / 10_000);
  if (major < OLDEST_VERSION)
    throw unusable(where, `Postgres ${major}`, `version ${OLDEST_VERSION} or newer`);
  if (encoding !== 'UTF8') throw unusable(where, `the encoding ${encoding}`, 'a database with encoding UTF8');
}

function unusable(where: string, found: string, expected: string): StoreError {
  return new StoreError('database_unusable', `Database ${where} · found ${found} · expected ${expected}`, {
    hint: 'Nothing was changed. docs/postgres.md shows how the database is created.',
  });
}
