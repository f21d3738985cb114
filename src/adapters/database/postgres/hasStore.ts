import { createPool } from './pool.ts';

/**
 * Whether a database has the tables of a store. It creates none.
 * @throws ConfigurationError where the address cannot be read; StoreError where the server cannot be reached
 *   or refuses.
 */
export async function hasPostgresStore(url: string): Promise<boolean> {
  const pool = createPool(url, { mostConnections: 1 });
  try {
    const client = await pool.connect();
    try {
      const { rows } = await client.query("SELECT 1 WHERE to_regclass('kysely_migration') IS NOT NULL");
      return rows.length > 0;
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}
