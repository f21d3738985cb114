import type { IncomingMessage } from 'node:http';

/** No route has this path, so the answer is that of every unknown address. */
const NO_ADDRESS = '/no-such-address';

/**
 * The URL by which a request is routed. The router answers a path with a broken percent-encoding, such as
 * `%ff`, before any hook runs: without security headers and uncounted. Such a path is an unknown address.
 */
export function routedUrl({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  if (!url.includes('%')) return url;
  const [path = ''] = url.split(/[?#]/, 1);
  return isDecodable(path) ? url : NO_ADDRESS;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
