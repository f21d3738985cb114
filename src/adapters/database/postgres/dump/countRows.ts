import type { ClientBase } from 'pg';

/** Number of rows of each table. */
export type RowCounts = Readonly<Record<string, number>>;

/** Counts the rows of the tables in the present schema. Rows of partitions count as those of their table. */
export async function countRows(client: ClientBase): Promise<RowCounts> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname COLLATE "C"`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ rows: number }>(
      `SELECT count(*) AS rows FROM ${client.escapeIdentifier(name)}`,
    );
    counts[name] = rows[0]?.rows ?? 0;
  }
  return counts;
}
