import { Client } from 'pg';
import { ConfigurationError } from '../../../shared/errors.ts';

/**
 * Names a database in messages, without its password: `postgres://desk@db.example.com:5432/daybreak`. A
 * server behind a socket is named by its folder.
 * @throws ConfigurationError `bad_settings` where the text is no address of a Postgres database. The
 *   message has no part of it: it may hold a password.
 */
export function shownAddress(url: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw notAnAddress();
  try {
    const { user, host, port, database } = new Client({ connectionString: url });
    if (!user || !database) throw notAnAddress();
    return host.startsWith('/')
      ? `postgres://${user}@${host}/${database}`
      : `postgres://${user}@${host}:${port}/${database}`;
  } catch {
    throw notAnAddress();
  }
}

function notAnAddress(): ConfigurationError {
  return new ConfigurationError(
    'bad_settings',
    'DATABASE_URL · found another text · expected postgres://user:password@host:5432/database',
    { hint: 'Percent-encode special characters of the password, such as @ (%40), / (%2F) and # (%23).' },
  );
}
