import type Driver from 'better-sqlite3';
import type {
  NamedParameters,
  SqlConnection,
  SqlParameters,
  SqlStatement,
  SqlValue,
} from '../sqlConnection.ts';
import { requireStorable } from '../storableText.ts';

/** How a statement returns its rows. */
type Shape = 'objects' | 'lists' | 'firstColumn';

type Statement = Driver.Statement<unknown[], unknown>;

/** Most statements of a program have one of a few hundred texts; those of long lists have one each. */
const MOST_KEPT = 500;

/** The statements of one SQLite connection, each prepared when its text is first used, and then kept. */
export class PreparedStatements {
  readonly driver: Driver.Database;
  readonly #byShape: Readonly<Record<Shape, Map<string, Statement>>> = {
    objects: new Map(),
    lists: new Map(),
    firstColumn: new Map(),
  };

  constructor(driver: Driver.Database) {
    this.driver = driver;
  }

  of(shape: Shape, sql: string): Statement {
    const known = this.#byShape[shape].get(sql);
    if (known !== undefined) return known;
    const statement = this.driver.prepare<unknown[]>(sql);
    if (shape === 'lists') statement.raw();
    if (shape === 'firstColumn') statement.pluck();
    const kept = this.#byShape[shape];
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
    kept.set(sql, statement);
    return statement;
  }
}

/**
 * The connection of one SQLite file for one piece of work. A statement is executed at the moment of its call:
 * only its result is awaited. So the statements of one piece of work follow each other as they are written.
 */
export class SqliteConnection implements SqlConnection {
  readonly dialect = 'sqlite';
  readonly #statements: PreparedStatements;
  readonly #requireUsable: () => void;

  /** @param requireUsable throws where the piece of work, or its transaction, has ended. */
  constructor(statements: PreparedStatements, requireUsable: () => void) {
    this.#statements = statements;
    this.#requireUsable = requireUsable;
  }

  async get<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row | undefined> {
    return this.#of('objects', sql).get(...bound(parameters)) as Row | undefined;
  }

  async all<Row extends object>(sql: string, ...parameters: SqlParameters): Promise<Row[]> {
    return this.#of('objects', sql).all(...bound(parameters)) as Row[];
  }

  async rows<Row extends readonly unknown[]>(sql: string, ...parameters: SqlParameters): Promise<Row[]> {
    return this.#of('lists', sql).all(...bound(parameters)) as Row[];
  }

  async value<Value>(sql: string, ...parameters: SqlParameters): Promise<Value | undefined> {
    return this.#of('firstColumn', sql).get(...bound(parameters)) as Value | undefined;
  }

  async values<Value>(sql: string, ...parameters: SqlParameters): Promise<Value[]> {
    return this.#of('firstColumn', sql).all(...bound(parameters)) as Value[];
  }

  async run(sql: string, ...parameters: SqlParameters): Promise<number> {
    return this.#of('objects', sql).run(...bound(parameters)).changes;
  }

  async runEach(sql: string, each: readonly SqlParameters[]): Promise<number> {
    const statement = this.#of('objects', sql);
    return each.reduce((changes, parameters) => changes + statement.run(...bound(parameters)).changes, 0);
  }

  async batch(statements: readonly SqlStatement[]): Promise<readonly object[][]> {
    return statements.map(([sql, ...parameters]) => {
      const statement = this.#of('objects', sql);
      if (statement.reader) return statement.all(...bound(parameters)) as object[];
      statement.run(...bound(parameters));
      return [];
    });
  }

  #of(shape: Shape, sql: string): Statement {
    this.#requireUsable();
    return this.#statements.of(shape, sql);
  }
}

/** What Postgres refuses is refused here too. */
function bound(parameters: SqlParameters): SqlParameters {
  for (const value of parameters) {
    if (typeof value === 'string') requireStorable(value);
    else if (isNamed(value)) bound(Object.values(value));
  }
  return parameters;
}

function isNamed(value: SqlValue | NamedParameters): value is NamedParameters {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
