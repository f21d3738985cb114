import { shownAddress } from '../address.ts';
import { findProgram } from './findProgram.ts';
import { noScratch } from './scratchDatabase.ts';
import { withClient } from './withClient.ts';

interface Server {
  readonly version: string;
  /** 1: the user may create databases. */
  readonly creates: number;
}

/**
 * Checks what a backup needs before one is due: the programs of the server's version, and the right to create
 * the database in which a dump is checked.
 * @throws StoreError `dump_program`, `backup_scratch`, or an error of the connection.
 */
export async function requireDumpable(url: string): Promise<void> {
  const { version, creates } = await withClient(url, async (client) => {
    const { rows } = await client.query<Server>(
      `SELECT current_setting('server_version_num') AS version, rolcreatedb OR rolsuper AS creates
         FROM pg_roles WHERE rolname = current_user`,
    );
    return rows[0] ?? { version: '0', creates: 0 };
  });
  const major = Math.floor(Number(version) / 10_000);
  await findProgram('pg_dump', major);
  await findProgram('pg_restore', major);
  if (creates !== 1) throw noScratch(shownAddress(url));
}
