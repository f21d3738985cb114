import type { RateLimitPluginOptions } from '@fastify/rate-limit';
import type { WebConfig } from '../../../config/config.ts';
import { WebError } from './webError.ts';

/** Requests a minute from one address without a key. */
const WITHOUT_KEY = 60;

/** Requests a minute: those of a key by its id, others by their address. */
export function rateLimits({ rateLimit }: Pick<WebConfig, 'rateLimit'>): RateLimitPluginOptions {
  if (rateLimit === null) return { global: false };
  return {
    global: true,
    // After the key was checked, and before the body is read.
    hook: 'preParsing',
    timeWindow: 60_000,
    max: ({ caller }) => (caller === null ? Math.min(WITHOUT_KEY, rateLimit) : rateLimit),
    keyGenerator: ({ caller, ip }) => (caller === null ? `address ${ip}` : `key ${caller.keyId}`),
    errorResponseBuilder: (_request, { max, ttl }) =>
      new WebError('too_many_requests', `More than ${max} requests came within a minute.`, {
        hint: 'Wait as long as Retry-After says. A poller sends If-None-Match every few seconds.',
        retryAfter: Math.ceil(ttl / 1000),
      }),
  };
}
