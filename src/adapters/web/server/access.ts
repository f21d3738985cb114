import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessKey, type KeyScope, keyScopes, keyState } from '../../../ports/accessKeys.ts';
import type { Caller, RouteAccess } from './caller.ts';
import { parseKey, sameHash, secretHash } from './keySecret.ts';
import { requireOwnOrigin } from './origin.ts';
import { WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';
import { countWrongKeys } from './wrongKeys.ts';

/** The cookie of a signed-in browser. */
export const SESSION_COOKIE = 'daybreak_session';

/** Checks the key of each request. */
export interface Access {
  /** @throws WebError `no_key`, or `too_many_requests` after three wrong keys of the address in a minute. */
  keyOf(text: string, address: string): Promise<AccessKey>;
}

/**
 * Makes every route check its caller before it reads a body. Routes that answer with JSON take a Bearer key,
 * pages take the cookie of a signed-in browser, and a write with the cookie needs the server's own origin.
 * @throws Error when a route is registered that does not say who may use it.
 */
export function guardRoutes(server: FastifyInstance, ports: WebPorts): Access {
  const access = createAccess(ports);
  server.decorateRequest('caller', null);
  server.addHook('onRoute', ({ url, config }) => {
    if (config?.access === undefined) throw new Error(`the route ${url} does not say who may use it`);
  });
  server.addHook('onRequest', async (request, reply) => {
    const { access: needed = 'operate', answersWith = 'json' } = request.routeOptions.config;
    if (request.is404) return;
    if (needed === 'open' && answersWith === 'json') return;
    request.caller =
      answersWith === 'page' ? await browserCaller(request, ports) : await bearerCaller(request, access);
    if (needed === 'open') return;
    if (request.caller === null) return refuseStranger(request, reply, answersWith, ports);
    requireScope(request.caller, needed);
    if (request.caller.through === 'page') requireOwnOrigin(request, ports.web);
    await ports.keys.noteUse(request.caller.keyId, ports.clock.now()).catch(() => undefined);
  });
  return access;
}

function createAccess({ keys, clock }: WebPorts): Access {
  const wrong = countWrongKeys();
  return {
    async keyOf(text, address) {
      const printed = parseKey(text);
      const key = printed === null ? null : await keys.find(printed.id);
      const now = clock.now();
      const isRight =
        printed !== null && key !== null && sameHash(key.secretHash, secretHash(printed.secret));
      if (isRight && isValid(key, now)) return key;
      if (wrong.note(address, now)) throw tooManyWrongKeys();
      throw noKey();
    },
  };
}

function isValid(key: AccessKey, now: Date): boolean {
  return keyState(key, now) === 'valid';
}

async function bearerCaller(request: FastifyRequest, access: Access): Promise<Caller | null> {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const [, text] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  if (text === undefined) throw noKey();
  return callerOfKey(await access.keyOf(text, request.ip), 'api');
}

/** The owner of the cookie; null: none, or a session or key that has ended. */
async function browserCaller(request: FastifyRequest, { keys, clock }: WebPorts): Promise<Caller | null> {
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return null;
  const session = await keys.session(secretHash(token));
  const now = clock.now();
  if (session === null || session.expiresAt <= now) return null;
  const key = await keys.find(session.keyId);
  return key !== null && isValid(key, now) ? callerOfKey(key, 'page') : null;
}

function callerOfKey({ id, owner, scope }: AccessKey, through: Caller['through']): Caller {
  return { keyId: id, owner, scope, through };
}

function requireScope({ scope }: Caller, needed: Exclude<RouteAccess, 'open'>): void {
  if (includes(scope, needed)) return;
  throw new WebError('wrong_scope', `The key has the scope ${scope} · expected ${needed}.`, {
    hint: `Ask the operator for a key with the scope ${needed}: \`npm run keys -- add NAME --scope ${needed}\`.`,
  });
}

/** Whether a scope permits what another one does. */
export function includes(scope: KeyScope, needed: KeyScope): boolean {
  return keyScopes.indexOf(scope) >= keyScopes.indexOf(needed);
}

function refuseStranger(
  request: FastifyRequest,
  reply: FastifyReply,
  answersWith: 'json' | 'page',
  { web }: WebPorts,
): FastifyReply {
  if (answersWith === 'json' || request.method !== 'GET') throw noKey();
  // A browser sends no SameSite=Strict cookie with a link of another site, such as web mail. The reload that
  // this page asks for comes from the server's own site, and carries the cookie.
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return reply.type('text/html; charset=utf-8').send(RELOAD);
  return reply.redirect(`${web.basePath}/sign-in?next=${encodeURIComponent(request.url)}`, 303);
}

const RELOAD =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0"><title>Daybreak</title></head><body><p>Opening the desk page…</p></body></html>';

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
    retryAfter: 60,
  });
}
