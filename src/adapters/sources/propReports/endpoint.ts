import { ConfigurationError } from '../../../shared/errors.ts';
import { isLoopback } from '../../../shared/loopback.ts';

/**
 * The API's address from the setting API_URL: `https://firm.propreports.com`, with or without `/api.php`.
 * @throws ConfigurationError unless it is https (http only for this machine) and contains no user name or
 *   password.
 */
export function apiEndpoint(url: string): URL {
  const endpoint = parse(url);
  if (endpoint.username !== '' || endpoint.password !== '')
    throw refused('a user name or password in the address', 'Set them as API_USER and API_PASS.');
  const plainHttpAllowed = endpoint.protocol === 'http:' && isLoopback(endpoint.hostname);
  if (endpoint.protocol !== 'https:' && !plainHttpAllowed)
    throw refused(`${endpoint.protocol}//${endpoint.hostname}`, 'Write the address with https://.');
  const path = endpoint.pathname.replace(/\/+$/, '');
  endpoint.pathname = path.endsWith('.php') ? path : `${path}/api.php`;
  endpoint.search = '';
  endpoint.hash = '';
  return endpoint;
}

function parse(url: string): URL {
  const endpoint = URL.canParse(url.trim()) ? new URL(url.trim()) : null;
  if (endpoint === null || endpoint.hostname === '')
    throw refused('no address', 'For example https://firm.propreports.com.');
  return endpoint;
}

function refused(found: string, hint: string): ConfigurationError {
  return new ConfigurationError(
    'api_url',
    `API_URL · found ${found} · expected https://<firm>.propreports.com`,
    { hint },
  );
}
