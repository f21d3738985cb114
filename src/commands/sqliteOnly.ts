import type { Config } from '../config/config.ts';
import { ConfigurationError } from '../shared/errors.ts';

/**
 * Refuses a command that works on a SQLite file, where the desk is on a Postgres server.
 * @throws ConfigurationError `not_on_postgres`
 */
export function requireSqlite({ databaseUrl }: Pick<Config, 'databaseUrl'>, command: string): void {
  if (databaseUrl === null) return;
  throw new ConfigurationError(
    'not_on_postgres',
    `${command} · found a desk on a Postgres server · expected a SQLite file`,
    { hint: 'Nothing was changed. On Postgres the database itself is the desk: docs/postgres.md.' },
  );
}
