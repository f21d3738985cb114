import type { Pool } from 'pg';
import { shownAddress } from '../address.ts';
import { driver } from '../driver.ts';
import { postgresErrorOf } from '../postgresError.ts';

const CONNECT_PATIENCE_MS = 10_000;

/** The server notices a host that vanished after 25 seconds, not after the two hours of its default. */
const SESSION = `SELECT set_config('tcp_keepalives_idle', '10', false),
  set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false),
  set_config('tcp_user_timeout', '25s', false), set_config('idle_in_transaction_session_timeout', '60s', false)`;

/**
 * Connections for the queue. It has a pool of its own: graphile-worker reads numbers and dates in the forms
 * of the driver, the store in others.
 * @param name that its connections show; undefined: that of the address
 */
export function queuePool(url: string, mostConnections: number, name?: string): Pool {
  const pool = new (driver().Pool)({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: CONNECT_PATIENCE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: CONNECT_PATIENCE_MS,
    fallback_application_name: 'daybreak queue',
    // A connection that others look for must not end while it is idle.
    ...(name === undefined ? {} : { idleTimeoutMillis: 0 }),
    allowExitOnIdle: true,
    onConnect: async (client) => {
      await client.query(SESSION);
      // Whatever the address says: others see by the name who is connected.
      if (name !== undefined) await client.query("SELECT set_config('application_name', $1, false)", [name]);
    },
  });
  // The pool drops a connection that ends while it is idle; the next statement opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Lends a pool to a piece of work.
 * @throws StoreError where the server cannot be reached, or refuses; whatever else the work throws.
 */
export async function withQueuePool<T>(
  url: string,
  mostConnections: number,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const pool = queuePool(url, mostConnections);
  try {
    return await work(pool);
  } catch (error) {
    throw postgresErrorOf(error, shownAddress(url));
  } finally {
    await pool.end();
  }
}
