import type { SqlConnection, SqlDialect } from './sqlConnection.ts';

/** Runs work with a connection when it is its turn. */
type WithConnection = <T>(work: (connection: SqlConnection) => Promise<T>) => Promise<T>;

/** A connection each statement of which waits for its own turn. */
export function waitingConnection(dialect: SqlDialect, withConnection: WithConnection): SqlConnection {
  return {
    dialect,
    get: (sql, ...parameters) => withConnection((connection) => connection.get(sql, ...parameters)),
    all: (sql, ...parameters) => withConnection((connection) => connection.all(sql, ...parameters)),
    rows: (sql, ...parameters) => withConnection((connection) => connection.rows(sql, ...parameters)),
    value: (sql, ...parameters) => withConnection((connection) => connection.value(sql, ...parameters)),
    values: (sql, ...parameters) => withConnection((connection) => connection.values(sql, ...parameters)),
    run: (sql, ...parameters) => withConnection((connection) => connection.run(sql, ...parameters)),
    runEach: (sql, each) => withConnection((connection) => connection.runEach(sql, each)),
    batch: (statements) => withConnection((connection) => connection.batch(statements)),
  };
}
