import type { SqlConnection } from '../sqlConnection.ts';

/** `2026-03-02` belongs to `fill_2026_03`. */
function partitionOf(sessionDate: string): string {
  return `fill_${sessionDate.slice(0, 4)}_${sessionDate.slice(5, 7)}`;
}

/** The first day of the month after that of a date: `2026-12-02` → `2027-01-01`. */
function firstOfNextMonth(sessionDate: string): string {
  const [year, month] = [Number(sessionDate.slice(0, 4)), Number(sessionDate.slice(5, 7))];
  const next = month === 12 ? [year + 1, 1] : [year, month + 1];
  return `${String(next[0]).padStart(4, '0')}-${String(next[1]).padStart(2, '0')}-01`;
}

/**
 * Adds the partition for the month of a session, if it is missing. ATTACH takes a weaker lock than CREATE …
 * PARTITION OF: a backup that reads the fills meanwhile does not stop a morning.
 */
export async function addPartition(connection: SqlConnection, sessionDate: string): Promise<void> {
  const name = partitionOf(sessionDate);
  if ((await connection.value('SELECT to_regclass(?)', name)) !== null) return;
  const first = `${sessionDate.slice(0, 7)}-01`;
  if (!/^\d{4}-\d\d-01$/.test(first)) throw new Error(`a fill of no date: ${sessionDate}`);
  // The parameters of these statements are names and bounds, which cannot be bound. They are digits only.
  await connection.run(`CREATE TABLE ${name} (LIKE fill INCLUDING ALL)`);
  await connection.run(
    `ALTER TABLE fill ATTACH PARTITION ${name} FOR VALUES FROM ('${first}') TO ('${firstOfNextMonth(sessionDate)}')`,
  );
}

/** Removes the partitions without a fill. Their space goes back to the disk at once. */
export async function dropEmptyPartitions(connection: SqlConnection): Promise<void> {
  const names = await connection.values<string>(
    `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'fill'::regclass ORDER BY relname`,
  );
  for (const name of names)
    if ((await connection.value(`SELECT 1 FROM ${name} LIMIT 1`)) === undefined)
      await connection.run(`DROP TABLE ${name}`);
}
