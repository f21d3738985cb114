import type { PoolClient, QueryResult } from 'pg';
import type { SqlConnection, SqlParameters, SqlStatement } from '../sqlConnection.ts';
import { type BatchItem, BatchQuery, type BatchResult } from './batchQuery.ts';
import { boundValues, numbered } from './placeholders.ts';
import { postgresErrorOf } from './postgresError.ts';

/** Lends a client of the pool for one piece of work. */
export type UseClient = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;

/** A batch is sent in one piece, which takes memory on both sides. */
const MOST_IN_A_BATCH = 1_000;

/**
 * Statements over a client of the pool: over the one client of a transaction, or for each statement over any
 * free one. Statements are named and prepared once on each client.
 */
export class PostgresConnection implements SqlConnection {
  readonly dialect = 'postgres';
  readonly #use: UseClient;
  readonly #where: string;

  /** @param where names the database in errors. */
  constructor(use: UseClient, where: string) {
    this.#use = use;
    this.#where = where;
  }

  async get<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row | undefined> {
    return (await this.all<Row>(sql, ...parameters))[0];
  }

  async all<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row[]> {
    return (await this.#query<Row>(sql, parameters)).rows;
  }

  async rows<Row extends readonly unknown[]>(sql: string, ...parameters: SqlParameters): Promise<Row[]> {
    const statement = numbered(sql);
    const values = boundValues(statement, parameters);
    const { name, text } = statement;
    const query = { name, text, values, rowMode: 'array' as const };
    const { rows } = await this.withClient((client) => client.query<unknown[]>(query));
    return rows as readonly unknown[] as Row[];
  }

  async value<Value>(sql: string, ...parameters: SqlParameters): Promise<Value | undefined> {
    return (await this.rows<[Value]>(sql, ...parameters))[0]?.[0];
  }

  async values<Value>(sql: string, ...parameters: SqlParameters): Promise<Value[]> {
    return (await this.rows<[Value]>(sql, ...parameters)).map(([value]) => value);
  }

  async run(sql: string, ...parameters: SqlParameters): Promise<number> {
    return (await this.#query(sql, parameters)).rowCount ?? 0;
  }

  async runEach(sql: string, each: readonly SqlParameters[]): Promise<number> {
    const results = await this.#send(each.map((parameters) => [sql, ...parameters]));
    return results.reduce((changed, { count }) => changed + count, 0);
  }

  async batch(statements: readonly SqlStatement[]): Promise<readonly object[][]> {
    return (await this.#send(statements)).map(({ rows }) => rows);
  }

  async #send(statements: readonly SqlStatement[]): Promise<readonly BatchResult[]> {
    const results: BatchResult[] = [];
    for (let first = 0; first < statements.length; first += MOST_IN_A_BATCH) {
      const items = statements.slice(first, first + MOST_IN_A_BATCH).map(batchItem);
      results.push(
        ...(await this.withClient(
          (client) =>
            new Promise<readonly BatchResult[]>((resolve, reject) => {
              client.query(
                new BatchQuery(items, (error, each) => (error === null ? resolve(each) : reject(error))),
              );
            }),
        )),
      );
    }
    return results;
  }

  /** Runs work of the driver itself, such as COPY, and turns its errors into StoreErrors. */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      return await this.#use(work);
    } catch (error) {
      throw postgresErrorOf(error, this.#where);
    }
  }

  #query<Row extends object>(sql: string, parameters: SqlParameters): Promise<QueryResult<Row>> {
    const statement = numbered(sql);
    const values = boundValues(statement, parameters);
    const { name, text } = statement;
    return this.withClient((client) => client.query<Row>({ name, text, values }));
  }
}

function batchItem([sql, ...parameters]: SqlStatement): BatchItem {
  const statement = numbered(sql);
  return { statement, values: boundValues(statement, parameters as SqlParameters) };
}

/** Lends one client to one piece of work after another: the driver runs a single statement at a time. */
export function inTurn(client: PoolClient): UseClient {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const next = last.then(() => work(client));
    last = next.catch(() => undefined);
    return next;
  };
}
