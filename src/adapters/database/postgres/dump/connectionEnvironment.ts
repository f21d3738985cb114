import { existsSync } from 'node:fs';
import { driver } from '../driver.ts';

/** What the programs take from this process: where programs are, and the password file of the user. */
const KEPT = ['PATH', 'HOME', 'PGPASSFILE', 'TMPDIR'] as const;
/** The certificates of the system, by which the driver's own check of the server is repeated. */
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Parameters of an address that the programs need too, and the variables that hold them. */
const PARAMETERS = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
} as const;

/**
 * The environment in which pg_dump and pg_restore reach a database. The password is in it: unlike the
 * arguments of a process, other users of the host cannot read its environment.
 * @param url an address that `shownAddress` accepts.
 */
export function connectionEnvironment(url: string): Readonly<Record<string, string>> {
  const { user, host, port, database, password } = new (driver().Client)({ connectionString: url });
  const own = {
    PGUSER: user,
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGPASSWORD: password ?? undefined,
    PGAPPNAME: 'daybreak-backup',
    PGCONNECT_TIMEOUT: '10',
    // Messages in English: their texts tell a full disk from a damaged file.
    LC_ALL: 'C',
    ...encryption(url),
  };
  const kept = KEPT.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(
    [...kept, ...Object.entries(own)].flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/** The address of another database on the same server. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}

function encryption(url: string): Readonly<Record<string, string>> {
  const parameters = new URL(url).searchParams;
  const given = Object.entries(PARAMETERS).flatMap(([name, variable]) => {
    const value = parameters.get(name);
    return value === null ? [] : [[variable, value] as const];
  });
  const variables = Object.fromEntries(given);
  if (variables['PGSSLMODE'] !== 'verify-full' || 'PGSSLROOTCERT' in variables) return variables;
  return existsSync(SYSTEM_CERTIFICATES) ? { ...variables, PGSSLROOTCERT: SYSTEM_CERTIFICATES } : variables;
}
