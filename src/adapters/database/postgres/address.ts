import { ConfigurationError } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/loopback.ts';
import { driver } from './driver.ts';

/**
 * Names a database in messages, without its password: `postgres://desk@db.example.com:5432/daybreak`. A
 * server behind a socket is named by its folder.
 * @throws ConfigurationError `bad_settings` where the text is no address of a Postgres database, or leaves
 *   open whether the connection to another host is encrypted. The message has no part of the text: it may
 *   hold a password.
 */
export function shownAddress(url: string): string {
  const address = parsed(url);
  if (address === null)
    throw badAddress(
      'another text',
      'postgres://user:password@host:5432/database',
      'Percent-encode special characters of the password, such as @ (%40), / (%2F) and # (%23).',
    );
  const { user, host, port, database, sslmode } = address;
  if (host.startsWith('/')) return `postgres://${user}@${host}/${database}`;
  if (!isLoopback(host) && sslmode !== 'verify-full' && sslmode !== 'disable')
    throw badAddress(
      'a server on another host, and no word on encryption',
      'sslmode=verify-full or sslmode=disable at the end of the address',
      'Add ?sslmode=verify-full, with &sslrootcert=FILE for a certificate of your own. Use ?sslmode=disable only in a network that you trust.',
    );
  return `postgres://${user}@${host}:${port}/${database}`;
}

function parsed(url: string) {
  if (!/^postgres(?:ql)?:\/\//.test(url)) return null;
  const sslmode = /[?&]sslmode=([^&]*)/.exec(url)?.[1] ?? null;
  try {
    // A client that never connects: it reads the address as the store's own clients do.
    const { user, host, port, database } = new (driver().Client)({ connectionString: url });
    return user && database ? { user, host, port, database, sslmode } : null;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw badAddress(
        'a certificate that cannot be read',
        'sslrootcert, sslcert and sslkey with the paths of files',
        'Check the paths in the address, and the owner and mode of the files.',
      );
    return null;
  }
}

function badAddress(found: string, expected: string, hint: string): ConfigurationError {
  return new ConfigurationError('bad_settings', `DATABASE_URL · found ${found} · expected ${expected}`, {
    hint,
  });
}
