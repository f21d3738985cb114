import type { PoolClient } from 'pg';
import { createPool } from '../pool.ts';
import { postgresErrorOf } from '../postgresError.ts';

/**
 * Connects once, runs `work`, and ends the connection.
 * @throws StoreError where the server cannot be reached or fails.
 */
export async function withClient<T>(url: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const pool = createPool(url, { mostConnections: 1 });
  try {
    const client = await pool.connect();
    return await work(client).finally(() => client.release());
  } catch (error) {
    throw postgresErrorOf(error, pool.where);
  } finally {
    await pool.end();
  }
}
