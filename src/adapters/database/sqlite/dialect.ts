import type Driver from 'better-sqlite3';
import { type DatabaseConnection, SqliteDialect, SqliteDriver } from 'kysely';

/**
 * Kysely's SQLite, but for one thing. Where the disk is full or fails, SQLite itself has undone the transaction already;
 * to ask for it once more would throw, and hide what was wrong.
 */
export class StoreDialect extends SqliteDialect {
  readonly #database: Driver.Database;

  constructor(database: Driver.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new StoreDriver(this.#database);
  }
}

class StoreDriver extends SqliteDriver {
  readonly #database: Driver.Database;

  constructor(database: Driver.Database) {
    super({ database });
    this.#database = database;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}
