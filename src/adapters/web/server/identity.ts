import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { WebConfig } from '../../../config/config.ts';
import { type AccessKey, keyState } from '../../../ports/accessKeys.ts';
import type { Caller } from './caller.ts';
import { parseKey, sameHash, secretHash } from './keySecret.ts';
import { tlsCheck } from './origin.ts';
import { WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';
import { countWrongKeys } from './wrongKeys.ts';

/**
 * The name of a signed-in browser's cookie. Behind TLS it begins with `__Host-`: browsers then accept it from
 * this host only, so that another site of the domain cannot plant one. Such a cookie holds for every path.
 */
export function sessionCookie(request: FastifyRequest, web: Pick<WebConfig, 'url' | 'basePath'>): string {
  const isOfHost = web.basePath === '' && tlsCheck(web)(request);
  return isOfHost ? '__Host-daybreak_session' : 'daybreak_session';
}

/** Seconds of the window in which wrong keys are counted. */
const WRONG_KEY_SECONDS = 60;

/** Checks a printed key. */
export interface KeyCheck {
  /**
   * The key, where it is valid. An error does not say whether a key is unknown, wrong, expired or revoked.
   * After three wrong keys of an address in a minute it is `too_many_requests`. A valid key is accepted even
   * then: others behind the same address must be able to work.
   */
  keyOf(text: string, address: string): Promise<AccessKey | WebError>;
}

export function createKeyCheck({ keys, clock, log }: Pick<WebPorts, 'keys' | 'clock' | 'log'>): KeyCheck {
  const wrong = countWrongKeys();
  return {
    async keyOf(text, address) {
      const printed = parseKey(text);
      const key = printed === null ? null : await keys.find(printed.id);
      const now = clock.now();
      const isRight = sameHash(key?.secretHash ?? NO_HASH, secretHash(printed?.secret ?? ''));
      if (key !== null && isRight && keyState(key, now) === 'valid') return key;
      const isTooMany = wrong.note(address, now);
      log.warn('a key was refused', { address, isTooMany });
      return isTooMany ? tooManyWrongKeys() : noKey();
    },
  };
}

/** Compared where there is no such key, so that the answer takes as long. No secret has this hash. */
const NO_HASH = '0'.repeat(64);

/** The owner of a Bearer key; null: the request has no key. */
export async function bearerCaller(
  request: FastifyRequest,
  check: KeyCheck,
): Promise<Caller | WebError | null> {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const [, text] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (text === undefined) return noKey();
  const key = await check.keyOf(text, addressOf(request));
  return key instanceof WebError ? key : callerOfKey(key, 'api');
}

/** The owner of the cookie; null: none, or a session or key that has ended. */
export async function browserCaller(
  request: FastifyRequest,
  { keys, clock, web }: Pick<WebPorts, 'keys' | 'clock' | 'web'>,
): Promise<Caller | null> {
  const token = request.cookies[sessionCookie(request, web)];
  if (token === undefined) return null;
  const session = await keys.session(secretHash(token));
  const now = clock.now();
  if (session === null || session.expiresAt <= now) return null;
  const key = await keys.find(session.keyId);
  return key !== null && keyState(key, now) === 'valid' ? callerOfKey(key, 'page') : null;
}

function callerOfKey({ id, owner, scope }: AccessKey, through: Caller['through']): Caller {
  return { keyId: id, owner, scope, through };
}

/** The client's address. A site has a /64 of IPv6 addresses, so these count as one. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return normalizeIP(ip);
}

export function noKey(): WebError {
  return new WebError(
    'no_key',
    'No valid key · expected the header `Authorization: Bearer KEY`, or a signed-in browser.',
    {
      hint: 'The operator makes a key: `npm run keys -- add NAME --scope read`. It may have expired or been revoked.',
    },
  );
}

function tooManyWrongKeys(): WebError {
  return new WebError('too_many_requests', 'Three wrong keys came from this address within a minute.', {
    hint: 'Wait a minute, then use a valid key.',
    retryAfter: WRONG_KEY_SECONDS,
  });
}
