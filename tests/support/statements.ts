import type { Database } from '../../src/adapters/database/database.ts';

/** Executes statements one after the other, each alone, as another program would. */
export async function execute(
  { connection }: Pick<Database, 'connection'>,
  ...statements: readonly string[]
) {
  for (const statement of statements) await connection.run(statement);
}
