import type { Progress } from '../../../../ports/runtime.ts';
import { StoreError } from '../../../../shared/errors.ts';
import { hasPostgresStore } from '../hasStore.ts';
import { openPostgres } from '../open.ts';
import { connectionEnvironment } from './connectionEnvironment.ts';
import { countRows, type RowCounts } from './countRows.ts';
import { dumpError } from './dumpError.ts';
import { findProgram } from './findProgram.ts';
import { runProgram } from './runProgram.ts';
import { withClient } from './withClient.ts';

export interface DumpToRestore {
  readonly file: string;
  /** Begins the message of an error: `Backup daybreak-….dump`. */
  readonly where: string;
  /** What the manifest counted; null: it is not known. */
  readonly expected: RowCounts | null;
  readonly progress: Progress;
}

const ARGUMENTS = ['--exit-on-error', '--no-owner', '--no-privileges', '--verbose'];

/**
 * Restores a dump into an empty database, compares its rows with the manifest and its schema with that of
 * Daybreak, and applies missing migrations.
 * @returns the rows as they are in the dump.
 * @throws StoreError `backup_damaged`, `backup_incomplete`, `backup_foreign`, `backup_disk`, `dump_program`,
 *   or an error of the connection. What is in the database then is of no use.
 */
export async function restoreDump(url: string, dump: DumpToRestore): Promise<RowCounts> {
  await fill(url, dump);
  const rows = await withClient(url, countRows);
  if (dump.expected !== null) requireSameRows(dump.where, rows, dump.expected);
  await requireOurs(url, dump.where);
  return rows;
}

async function fill(url: string, { file, where, expected, progress }: DumpToRestore): Promise<void> {
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "SELECT current_setting('server_version_num') AS version",
    );
    return Number(rows[0]?.version ?? 0);
  });
  const program = await findProgram('pg_restore', Math.floor(version / 10_000));
  progress.start('restoring tables', expected === null ? null : Object.keys(expected).length);
  try {
    const variables = connectionEnvironment(url);
    await runProgram({
      program,
      args: [...ARGUMENTS, `--dbname=${variables['PGDATABASE']}`, file],
      variables,
      onLine: (line) => line.includes('processing data for table') && progress.advance(1),
    });
  } catch (error) {
    throw dumpError(error, where);
  } finally {
    progress.finish();
  }
}

async function requireOurs(url: string, where: string): Promise<void> {
  if (!(await hasPostgresStore(url))) throw foreign(where, 'a database of another program');
  const database = await openPostgres(url);
  try {
    const [first] = await database.schemaDifferences();
    if (first !== undefined) throw foreign(where, `${first.object}: ${first.found}`);
  } finally {
    await database.close();
  }
}

function foreign(where: string, found: string): StoreError {
  return new StoreError('backup_foreign', `${where} · found ${found} · expected a database of Daybreak`, {
    hint: 'Nothing was changed. Use a backup that Daybreak made; `npm run backup -- --verify` lists the good ones.',
  });
}

function requireSameRows(where: string, found: RowCounts, expected: RowCounts): void {
  for (const table of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    if (found[table] === expected[table]) continue;
    throw new StoreError(
      'backup_incomplete',
      `${where}, table ${table} · found ${found[table] ?? 'no table'} · expected ${expected[table] ?? 'no table'} (rows)`,
      {
        hint: 'Do not rely on this backup. If its manifest belongs to another backup, copy it again; otherwise make another with `npm run backup`.',
      },
    );
  }
}
