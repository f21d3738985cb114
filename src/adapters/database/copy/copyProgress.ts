import type { SqlConnection } from '../sqlConnection.ts';
import type { Content } from './contentHash.ts';
import { PROGRESS_TABLE } from './copySide.ts';

/** What was copied, by item: `table trader`, `fills 2026-03-02`. */
export type CopiedItems = ReadonlyMap<string, Content>;

const CREATE = `CREATE TABLE IF NOT EXISTS ${PROGRESS_TABLE} (
  item text PRIMARY KEY, row_count bigint NOT NULL, content_hash text NOT NULL)`;

/** The items that earlier runs have copied. Creates the table of progress on the first run. */
export async function readProgress(connection: SqlConnection): Promise<CopiedItems> {
  await connection.run(CREATE);
  const rows = await connection.all<{ item: string; rows: number; hash: string }>(
    `SELECT item, row_count AS rows, content_hash AS hash FROM ${PROGRESS_TABLE}`,
  );
  return new Map(rows.map(({ item, rows: count, hash }) => [item, { rows: count, hash }]));
}

/** Records an item, in the transaction that copies it. */
export async function recordItem(connection: SqlConnection, item: string, content: Content): Promise<void> {
  await connection.run(`INSERT INTO ${PROGRESS_TABLE} VALUES (?, ?, ?)`, item, content.rows, content.hash);
}
