import type { PoolClient } from 'pg';
import type { Progress } from '../../../../ports/runtime.ts';
import { shownAddress } from '../address.ts';
import { connectionEnvironment } from './connectionEnvironment.ts';
import { countRows, type RowCounts } from './countRows.ts';
import { dumpError } from './dumpError.ts';
import { findProgram } from './findProgram.ts';
import { runProgram } from './runProgram.ts';
import { withClient } from './withClient.ts';

export interface DumpedDatabase {
  readonly databaseBytes: number;
  readonly rows: RowCounts;
}

/** Jobs that wait are of no use in another database: what they are about is in the tables. */
const NOT_DUMPED = ['--exclude-schema=graphile_worker', '--exclude-schema=daybreak_work'];
const ARGUMENTS = [
  '--format=custom',
  '--no-owner',
  '--no-privileges',
  '--lock-wait-timeout=60s',
  '--verbose',
];

/**
 * Writes a database to a file with pg_dump, as of one point in time, while others write. The rows are
 * counted at the same point.
 * @throws StoreError `dump_program`, `dump_failed`, `backup_disk`, or an error of the connection.
 */
export async function dumpDatabase(url: string, to: string, progress: Progress): Promise<DumpedDatabase> {
  try {
    return await withClient(url, (client) =>
      atOnePoint(client, (snapshot) => dump(client, { url, to, snapshot, progress })),
    );
  } catch (error) {
    throw dumpError(error, `Backup of ${shownAddress(url)}`);
  }
}

/** The snapshot that pg_dump takes over lives as long as this transaction, which is idle meanwhile. */
async function atOnePoint<T>(client: PoolClient, work: (snapshot: string) => Promise<T>): Promise<T> {
  await client.query('SET idle_in_transaction_session_timeout = 0');
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const result = await work(rows[0]?.snapshot ?? '');
  await client.query('COMMIT');
  return result;
}

interface DumpRequest {
  readonly url: string;
  readonly to: string;
  readonly snapshot: string;
  readonly progress: Progress;
}

async function dump(
  client: PoolClient,
  { url, to, snapshot, progress }: DumpRequest,
): Promise<DumpedDatabase> {
  const { rows: server } = await client.query<{ version: string; bytes: number }>(
    "SELECT current_setting('server_version_num') AS version, pg_database_size(current_database()) AS bytes",
  );
  const { version = '0', bytes = 0 } = server[0] ?? {};
  const program = await findProgram('pg_dump', Math.floor(Number(version) / 10_000));
  const rows = await countRows(client);
  progress.start('dumping tables', Object.keys(rows).length);
  try {
    await runProgram({
      program,
      args: [...ARGUMENTS, ...NOT_DUMPED, `--snapshot=${snapshot}`, `--file=${to}`],
      variables: connectionEnvironment(url),
      onLine: (line) => line.includes('dumping contents of table') && progress.advance(1),
    });
  } finally {
    progress.finish();
  }
  return { databaseBytes: bytes, rows };
}
