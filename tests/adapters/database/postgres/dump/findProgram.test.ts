import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionEnvironment } from '../../../../../src/adapters/database/postgres/dump/connectionEnvironment.ts';
import { findProgram } from '../../../../../src/adapters/database/postgres/dump/findProgram.ts';
import { temporaryFolder } from '../../../../support/stores.ts';

/** A folder with a pg_dump of a version. */
function folderWith(version: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'pg_dump'), `#!/bin/sh\necho "pg_dump (PostgreSQL) ${version}"\n`);
  chmodSync(join(folder, 'pg_dump'), 0o755);
  return folder;
}

describe('pg_dump', () => {
  it('is that of the server, else the next newer one, wherever it is', async () => {
    const folders = [folderWith('17.2'), folderWith('14.9 (Debian 14.9-1)'), folderWith('16.1')];
    expect(await findProgram('pg_dump', 16, folders)).toBe(join(String(folders[2]), 'pg_dump'));
    expect(await findProgram('pg_dump', 15, folders)).toBe(join(String(folders[2]), 'pg_dump'));
    expect(await findProgram('pg_dump', 17, folders)).toBe(join(String(folders[0]), 'pg_dump'));
  });

  it.each([
    ['missing', [], /found no pg_dump on this host · expected pg_dump 17 or newer/],
    ['older than the server', ['15.3'], /found pg_dump 15 · expected pg_dump 17 or newer/],
  ])('that is %s ends with what to install', async (_, versions, message) => {
    await expect(findProgram('pg_dump', 17, versions.map(folderWith))).rejects.toMatchObject({
      code: 'dump_program',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('postgresql-client-17'),
    });
  });
});

describe('the environment of pg_dump', () => {
  it('has what the address says, with a password in the environment', () => {
    const url = 'postgres://desk:p%40ss@127.0.0.1:5433/db?sslmode=disable&options=-c%20daybreak.clock%3Dhost';
    expect(connectionEnvironment(url)).toMatchObject({
      PGUSER: 'desk',
      PGPASSWORD: 'p@ss',
      PGHOST: '127.0.0.1',
      PGPORT: '5433',
      PGDATABASE: 'db',
      PGSSLMODE: 'disable',
      PGOPTIONS: '-c daybreak.clock=host',
    });
  });

  it('reaches a server behind a socket', () => {
    expect(connectionEnvironment('postgres:///db?user=desk&host=/run/postgresql')).toMatchObject({
      PGUSER: 'desk',
      PGHOST: '/run/postgresql',
      PGDATABASE: 'db',
    });
  });
});
