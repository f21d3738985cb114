import { migrationStatus } from '../adapters/database/sqlite/migrate.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { type World, withStores } from './world.ts';

/** `migrate`: lists the migrations. Opening the store has already applied them. */
export async function migrateCommand(world: World, { json }: JsonOption): Promise<ExitCode> {
  const migrations = await withStores(world.config.dbPath, ({ database }) =>
    migrationStatus(database.queries),
  );
  if (json) world.output.json({ migrations });
  else
    world.output.line(
      textTable(
        [{ head: 'MIGRATION' }, { head: 'APPLIED' }],
        migrations.map(({ name, appliedAt }) => [name, appliedAt?.toISOString() ?? 'no']),
      ),
    );
  return 0;
}
