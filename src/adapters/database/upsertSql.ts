/**
 * An INSERT that replaces the other columns of a row with the same key. Unlike SQLite's REPLACE it keeps the
 * row: columns that it does not name stay as they are.
 * @param placeholderOf the value of a column in the statement: a parameter by its name, or `?` in this order.
 *
 * Example: `upsertSql('multiplier', ['pattern'], ['multiplier'])` is
 * `INSERT INTO multiplier (pattern, multiplier) VALUES (:pattern, :multiplier)
 * ON CONFLICT (pattern) DO UPDATE SET multiplier = excluded.multiplier`.
 */
export function upsertSql(
  table: string,
  key: readonly string[],
  others: readonly string[],
  placeholderOf: (column: string) => string = (column) => `:${column}`,
): string {
  const columns = [...key, ...others];
  const changes = others.map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(placeholderOf).join(', ')})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
}

/** For `upsertSql`: the values come as a list. */
export function byPlace(): '?' {
  return '?';
}
