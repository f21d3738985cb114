import { type Adopted, adoptDatabase } from '../adapters/database/sqlite/adoptDatabase.ts';
import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import { authorOf } from './author.ts';
import type { ExitCode, MigrateOptions } from './commandOptions.ts';
import { requireSqlite } from './sqliteOnly.ts';
import { type World, withStores } from './world.ts';

/**
 * `migrate`: lists the migrations. Opening the store has already applied them. With `--adopt` the database is
 * this desk's from now on, although it contradicts what remained of another one.
 */
export async function migrateCommand(world: World, { adopt, json }: MigrateOptions): Promise<ExitCode> {
  const adopted = adopt ? await adoptOrExplain(world) : null;
  const migrations = await withStores(world.config, ({ database }) => database.migrations());
  if (json) world.output.json({ migrations, ...(adopted === null ? {} : { adopted }) });
  else {
    if (adopted !== null) world.output.line(adoptedWords(world, adopted));
    world.output.line(
      textTable(
        [{ head: 'MIGRATION' }, { head: 'APPLIED' }],
        migrations.map(({ name, appliedAt }) => [name, appliedAt?.toISOString() ?? 'no']),
      ),
    );
  }
  return 0;
}

async function adoptOrExplain({ config, clock }: World): Promise<Adopted> {
  requireSqlite(config, 'migrate --adopt');
  try {
    return await adoptDatabase(config.dbPath, authorOf(undefined), clock.now());
  } catch (error) {
    throw anyStoreErrorOf(error, `Database ${config.dbPath}`);
  }
}

function adoptedWords({ config }: World, { isNew, expiredMails }: Adopted): string {
  const what = isNew ? `A new database was created at ${config.dbPath}.` : `${config.dbPath} is this desk's.`;
  const expired = expiredMails === 0 ? '' : ` ${count(expiredMails, 'unsent mail')} in it will not be sent.`;
  return `${what}${expired} Which mails went out today is unknown: a morning of today stops with mailed_unknown until --force.`;
}
