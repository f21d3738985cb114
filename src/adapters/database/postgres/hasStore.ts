import { COPY_SCHEMA, unfinishedCopy } from '../unfinishedCopy.ts';
import { createPool } from './pool.ts';

/** What the present schema of a database has: a store, an unfinished copy of one, or neither. */
export const STORE_STATE = `SELECT CASE
  WHEN to_regclass('kysely_migration') IS NOT NULL THEN 'store'
  WHEN to_regnamespace('${COPY_SCHEMA}') IS NOT NULL AND current_schema() <> '${COPY_SCHEMA}' THEN 'copying'
  ELSE 'none' END AS state`;

/** The columns of `STORE_STATE`. */
export interface StoreState {
  readonly state: 'store' | 'copying' | 'none';
}

/** @throws StoreError `copy_unfinished` where a desk is being copied to the database. */
export function requireNotCopying({ state }: StoreState, where: string): void {
  if (state !== 'copying') return;
  const remove = `DROP SCHEMA ${COPY_SCHEMA} CASCADE in that database`;
  throw unfinishedCopy(where, `in the schema ${COPY_SCHEMA}`, remove);
}

/**
 * Whether a database has the tables of a store. It creates none.
 * @throws ConfigurationError where the address cannot be read; StoreError where the server cannot be reached
 *   or refuses, or `copy_unfinished`.
 */
export async function hasPostgresStore(url: string): Promise<boolean> {
  const pool = createPool(url, { mostConnections: 1 });
  try {
    const client = await pool.connect();
    try {
      const [row = { state: 'none' }] = (await client.query<StoreState>(STORE_STATE)).rows;
      requireNotCopying(row, pool.where);
      return row.state === 'store';
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}
