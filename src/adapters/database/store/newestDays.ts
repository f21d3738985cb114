import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';

/** Of each trader, its newest days with facts. */
export interface NewestDays {
  /** Columns of trader_day, and `name` for that of the trader: part of the text of the statement. */
  readonly columns: string;
  /** The last session of all. The first one is another for each trader. */
  readonly through: string;
  /** Days of each trader. */
  readonly most: number;
}

/**
 * Traders in one statement: 25,000 rows where each has 250 days. With many more, Postgres would read the
 * whole table in place of searching its index.
 */
const TRADERS_AT_ONCE = 100;

/**
 * Reads one value of each of the newest days of every trader.
 * @param read takes trader and value out of a row.
 * @returns the values of each trader with days, ascending by date; the traders by name.
 */
export async function newestByTrader<Row extends readonly unknown[], Value>(
  connection: SqlConnection,
  request: NewestDays,
  read: (row: Row) => readonly [trader: string, value: Value],
): Promise<ReadonlyMap<string, readonly Value[]>> {
  const names = await connection.values<string>('SELECT name FROM trader ORDER BY name');
  const found = new Map<string, Value[]>(names.map((name) => [name, []]));
  for await (const rows of newestDays<Row>(connection, request))
    for (const row of rows) {
      const [trader, value] = read(row);
      found.get(trader)?.push(value);
    }
  return new Map([...found].filter(([, values]) => values.length > 0));
}

/**
 * Reads the newest days of every trader, many traders in one statement: one for each trader would be as many
 * round trips to a server. No statement stays open between two slices.
 * @returns slices of traders in the order of their numbers; the days of a trader are ascending.
 */
export async function* newestDays<Row extends readonly unknown[]>(
  connection: SqlConnection,
  { columns, through, most }: NewestDays,
): AsyncIterable<readonly Row[]> {
  const ids = await connection.values<number>('SELECT id FROM trader ORDER BY id');
  for (let first = 0; first < ids.length; first += TRADERS_AT_ONCE) {
    const slice = ids.slice(first, first + TRADERS_AT_ONCE);
    const range = { first: slice[0] ?? 0, last: slice.at(-1) ?? 0 };
    yield await connection.rows<Row>(sliceSql(connection, columns), { ...range, through, skipped: most - 1 });
  }
}

/** The first day of each trader is one search in an index. A window function would read every older row. */
function sliceSql({ dialect }: SqlConnection, columns: string): string {
  return `WITH slice AS MATERIALIZED (
      SELECT id, name, coalesce((SELECT session_date FROM trader_day
          WHERE trader_id = trader.id AND session_date <= :through
          ORDER BY session_date DESC LIMIT 1 OFFSET :skipped), '') AS since
        FROM trader WHERE id BETWEEN :first AND :last)
    SELECT ${columns} FROM slice ${joinInOrder(dialect)} trader_day
        ON trader_id = slice.id AND session_date BETWEEN since AND :through
     ORDER BY trader_id, session_date`;
}
