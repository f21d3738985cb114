import type { FastifyRequest } from 'fastify';
import type { WebConfig } from '../../../config/config.ts';
import { WebError } from './webError.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request comes from a page of this server: by Origin, or where a browser sends none by Referer. A
 * request with neither is not known to.
 */
export function isOwnOrigin(request: FastifyRequest, { url }: Pick<WebConfig, 'url'>): boolean {
  const { origin, referer } = request.headers;
  const from = origin ?? originOf(referer);
  if (from === null || from === 'null') return false;
  return from === originOf(url ?? undefined) || from === `${request.protocol}://${request.host}`;
}

/** @throws WebError `foreign_origin` for a write that does not come from a page of this server. */
export function requireOwnOrigin(request: FastifyRequest, web: Pick<WebConfig, 'url'>): void {
  if (READS.has(request.method) || isOwnOrigin(request, web)) return;
  throw new WebError(
    'foreign_origin',
    'The request does not come from a page of this server. Nothing was changed.',
    {
      hint: 'Open the desk page at its own address and try again. Programs use a key: `Authorization: Bearer KEY`.',
    },
  );
}

function originOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
}
