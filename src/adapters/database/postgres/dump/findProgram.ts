import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StoreError } from '../../../../shared/errors.ts';

export type PostgresProgram = 'pg_dump' | 'pg_restore';

interface Found {
  readonly path: string;
  readonly major: number;
}

/** No setting of Daybreak: the folders of programs of this host. */
const SEARCH_PATH = 'PATH';
/** Folders where packages put the programs of each version. */
const VERSIONED = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/postgresql'];

/** The folders of PATH, then those of packages that PATH leaves out. */
export function programFolders(path = process.env[SEARCH_PATH] ?? ''): readonly string[] {
  const packaged = VERSIONED.filter((root) => existsSync(root)).flatMap((root) =>
    readdirSync(root).map((version) => join(root, version, 'bin')),
  );
  return [...path.split(':').filter((folder) => folder !== ''), ...packaged];
}

/**
 * The path of a program that can read a server: of its major version, else of the next newer one. An older
 * program refuses a newer server.
 * @throws StoreError `dump_program` where there is none, with what to install.
 */
export async function findProgram(
  name: PostgresProgram,
  serverMajor: number,
  folders: readonly string[] = programFolders(),
): Promise<string> {
  const paths = folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
  const found = (await Promise.all([...new Set(paths)].map(versionOf))).filter((each) => each !== null);
  const able = found.filter(({ major }) => major >= serverMajor).sort((a, b) => a.major - b.major);
  if (able[0] !== undefined) return able[0].path;
  throw missing(name, serverMajor, Math.max(0, ...found.map(({ major }) => major)));
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15. Null for a program that does not run. */
async function versionOf(path: string): Promise<Found | null> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    return Number.isInteger(major) ? { path, major } : null;
  } catch {
    return null;
  }
}

function missing(name: PostgresProgram, serverMajor: number, newest: number): StoreError {
  const found = newest === 0 ? `no ${name} on this host` : `${name} ${newest}`;
  return new StoreError(
    'dump_program',
    `Backup · found ${found} · expected ${name} ${serverMajor} or newer, for a server of version ${serverMajor}`,
    {
      hint: `Install postgresql-client-${serverMajor} (Debian, Ubuntu) or postgresql${serverMajor} (Red Hat), or add the folder of ${name} to PATH. Nothing was changed.`,
    },
  );
}
