import Driver from 'better-sqlite3';
import { StoreError } from '../../../shared/errors.ts';
import { readSchemaState } from './schemaDifferences.ts';

/** Shown at most; a foreign database can have hundreds of tables. */
const MOST_SHOWN = 5;

/**
 * Checks that a file is a database of Daybreak, of this version or an earlier one, before anything else reads
 * it: no trigger, view, index or column of another origin.
 * @param where names the file in the error: `Backup daybreak-….db.gz`.
 * @throws StoreError `backup_foreign`; `migration_failed` where a newer version wrote it.
 */
export async function inspectDatabaseFile(path: string, where: string): Promise<void> {
  const driver = new Driver(path, { fileMustExist: true });
  try {
    driver.pragma('trusted_schema = OFF');
    driver.pragma('journal_mode = DELETE');
    requireOurMarks(driver, where);
    const { migrations, unknown, differences } = await readSchemaState(driver);
    if (migrations === null || migrations.length === 0)
      throw foreign(where, `a database of another program, ${tablesOf(driver)}`);
    if (unknown.length > 0) throw newer(where, unknown);
    const [first, ...others] = differences;
    if (first === undefined) return;
    const more = others.length > 0 ? `, and ${others.length} more differences` : '';
    throw foreign(where, `${first.object}: ${first.found}, where ${first.expected} was expected${more}`);
  } finally {
    driver.close();
  }
}

/** Daybreak sets neither mark; another program may. Its own texts are UTF-8. */
function requireOurMarks(driver: Driver.Database, where: string): void {
  const marks = { application_id: 0, user_version: 0, encoding: 'UTF-8' };
  for (const [name, expected] of Object.entries(marks)) {
    const found = driver.pragma(name, { simple: true });
    if (found !== expected) throw foreign(where, `${name} ${String(found)}, where ${expected} was expected`);
  }
}

function tablesOf(driver: Driver.Database): string {
  const names = driver
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  if (names.length === 0) return 'without a table';
  const more = names.length > MOST_SHOWN ? ` and ${names.length - MOST_SHOWN} more` : '';
  return `with the tables ${names.slice(0, MOST_SHOWN).join(', ')}${more}`;
}

function foreign(where: string, found: string): StoreError {
  return new StoreError('backup_foreign', `${where} · found ${found} · expected a database of Daybreak`, {
    hint: 'Nothing was changed. Use a backup that Daybreak made; `npm run backup -- --verify` lists the good ones.',
  });
}

function newer(where: string, unknown: readonly string[]): StoreError {
  return new StoreError(
    'migration_failed',
    `${where} · found the migrations ${unknown.join(', ')} · expected those of this version or earlier ones`,
    {
      hint: 'Nothing was changed. The database was written by a newer version of Daybreak: run that version, or use an older backup.',
    },
  );
}
