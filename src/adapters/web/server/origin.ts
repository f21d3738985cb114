import type { FastifyRequest } from 'fastify';
import type { WebConfig } from '../../../config/config.ts';
import { WebError } from './webError.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request comes from a page of this server: by Origin, or where a browser sends none by Referer. A
 * request with neither is not known to.
 *
 * A browser cannot be made to send another Host than that of the page's own address. A name that an attacker
 * points at this server is another site for browsers: no cookie of the desk page goes to it.
 */
export function isOwnOrigin(request: FastifyRequest, { url }: Pick<WebConfig, 'url'>): boolean {
  const { origin, referer } = request.headers;
  const from = originOf(origin ?? referer);
  if (from === null) return false;
  return from === originOf(url ?? undefined) || from === originOf(`${request.protocol}://${request.host}`);
}

/** @throws WebError `foreign_origin` for a write that does not come from a page of this server. */
export function requireOwnOrigin(request: FastifyRequest, web: Pick<WebConfig, 'url'>): void {
  if (READS.has(request.method) || isOwnOrigin(request, web)) return;
  throw new WebError(
    'foreign_origin',
    'The request does not come from a page of this server. Nothing was changed.',
    {
      hint: 'Open the desk page at its own address and try again; behind a proxy, the operator sets WEB_URL to it. Programs use a key: `Authorization: Bearer KEY`.',
    },
  );
}

/**
 * A check of whether the browser reached the server over TLS: a trusted proxy says so, or the request names
 * the host of an https WEB_URL.
 */
export function tlsCheck({ url }: Pick<WebConfig, 'url'>): (request: FastifyRequest) => boolean {
  const own = originOf(url ?? undefined);
  return (request) =>
    request.protocol === 'https' || (own !== null && originOf(`https://${request.host}`) === own);
}

/** The origin of a URL, without a usual port: `https://risk.example.com`. */
function originOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { origin } = new URL(url);
  return origin === 'null' ? null : origin;
}
