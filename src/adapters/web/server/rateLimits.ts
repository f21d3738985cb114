import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import type { WebConfig } from '../../../config/config.ts';
import { addressOf } from './identity.ts';
import { WebError } from './webError.ts';

/** Requests a minute from one address without a key. */
const WITHOUT_KEY = 60;

/** Requests a minute: those of a key by its id, others by their address. */
export function rateLimits({ rateLimit }: Pick<WebConfig, 'rateLimit'>): RateLimitPluginOptions {
  if (rateLimit === null) return { global: false };
  return {
    global: true,
    // After the caller was found, and before a request without a valid key is refused.
    hook: 'onRequest',
    timeWindow: 60_000,
    max: ({ caller }) => (caller === null ? Math.min(WITHOUT_KEY, rateLimit) : rateLimit),
    keyGenerator: (request) =>
      request.caller === null ? `address ${addressOf(request)}` : `key ${request.caller.keyId}`,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new WebError('too_many_requests', `More than ${max} requests came within a minute.`, {
        hint: 'Wait as long as Retry-After says. A poller sends If-None-Match every few seconds.',
        retryAfter: Math.ceil(ttl / 1000),
      }),
  };
}
