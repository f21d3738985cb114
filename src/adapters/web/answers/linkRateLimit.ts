import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../server/identity.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { openToken } from './signing/answerToken.ts';

/** Requests a minute with one link. */
const WITH_LINK = 10;
/** Requests a minute from one address with links that are not valid. */
const WITHOUT_LINK = 60;

/**
 * Requests a minute: with a link by its token, from whatever address; with a link that is not valid by the
 * address, so that guessing is as slow as any other request without a key.
 */
export function linkRateLimit({ web, signingKeys }: WebPorts): RateLimitOptions | false {
  if (web.rateLimit === null) return false;
  const tokenOf = ({ params }: FastifyRequest) => (params as { readonly token: string }).token;
  const isValid = (request: FastifyRequest) => {
    try {
      return web.url !== null && openToken(signingKeys(), tokenOf(request)) !== null;
    } catch {
      return false;
    }
  };
  return {
    timeWindow: 60_000,
    max: (request) => (isValid(request) ? WITH_LINK : WITHOUT_LINK),
    keyGenerator: (request) =>
      isValid(request) ? `link ${tokenOf(request)}` : `address ${addressOf(request)}`,
  };
}
