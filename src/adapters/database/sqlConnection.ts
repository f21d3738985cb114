/** The two stores. They differ only where a statement names the dialect (sqlDialect.ts). */
export type SqlDialect = 'sqlite' | 'postgres';

/** What can be bound. A boolean is 0 or 1, a date its ISO text: `2026-03-02`, `2026-03-02T10:00:00.000Z`. */
export type SqlValue = string | number | null | Uint8Array;

/** The values of the parameters `:name`, by name. Values that the statement does not name are ignored. */
export type NamedParameters = Readonly<Record<string, SqlValue>>;

/** Either the values of `?`, in order, or one object with the values of `:name`. */
export type SqlParameters = readonly SqlValue[] | readonly [named: NamedParameters];

/** A statement and the values of its parameters. */
export type SqlStatement = readonly [sql: string, ...parameters: SqlParameters];

/**
 * Runs statements that people wrote. SQLite prepares each text once and executes it synchronously; Postgres
 * replaces `?` and `:name` by `$n` and keeps named prepared statements. The text must therefore be one of a
 * few: values are parameters, never parts of the text.
 *
 * The stores share their statements, so a text uses only what SQLite and Postgres both understand:
 * - a conflict names its columns: `INSERT … ON CONFLICT (a, b) DO UPDATE SET x = excluded.x`. No REPLACE, no
 *   INSERT OR IGNORE, no rowid, no scalar `max(a, b)`, no `iif`: write CASE;
 * - an alias in camel case is quoted: `AS "sessionDate"`; a string has single quotes;
 * - a truth value is returned as 0 or 1: `CASE WHEN EXISTS (…) THEN 1 ELSE 0 END`;
 * - ORDER BY wherever the order matters, with NULLS FIRST or LAST where a key can be null; texts order by
 *   their bytes (collation "C");
 * - a subquery in FROM has an alias; every column outside an aggregate is grouped;
 * - a parameter whose type nothing shows is cast: `CAST(:code AS text) IS NULL`. No `::`.
 *
 * Returned integers, counts, sums and floats are numbers, blobs are Buffers, dates are texts.
 *
 * Example: `await connection.get<{ id: number }>('SELECT id FROM trader WHERE name = ?', 'NET001')`
 */
export interface SqlConnection {
  readonly dialect: SqlDialect;
  /** The first row; undefined where there is none. */
  get<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row | undefined>;
  /** Every row. */
  all<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row[]>;
  /** Every row as a list of its columns: cheaper than objects where a statement returns many rows. */
  rows<Row extends readonly unknown[]>(sql: string, ...parameters: SqlParameters): Promise<Row[]>;
  /** The first column of the first row; undefined where there is no row. */
  value<Value>(sql: string, ...parameters: SqlParameters): Promise<Value | undefined>;
  /** The first column of every row. */
  values<Value>(sql: string, ...parameters: SqlParameters): Promise<Value[]>;
  /** Executes a statement that returns no rows. @returns how many rows it inserted, updated or deleted. */
  run(sql: string, ...parameters: SqlParameters): Promise<number>;
  /**
   * Executes one statement with each of these parameters, in order; Postgres may send
   * several at once. Call it inside a transaction. @returns how many rows were changed in all.
   */
  runEach(sql: string, each: readonly SqlParameters[]): Promise<number>;
  /**
   * Executes several statements, in order. Postgres gets them in one piece, which saves a round trip for
   * each. Call it inside a transaction.
   * @returns the rows of each statement, as objects; an empty list where a statement returns no rows.
   */
  batch(statements: readonly SqlStatement[]): Promise<readonly object[][]>;
}
