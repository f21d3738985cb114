import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type KeyScope, keyScopes } from '../../../ports/accessKeys.ts';
import type { Caller, RouteAccess } from './caller.ts';
import { bearerCaller, browserCaller, type KeyCheck, noKey } from './identity.ts';
import { requireOwnOrigin } from './origin.ts';
import { WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the key of the request was refused; null: it was not, or there is none. */
    refusal: WebError | null;
  }
}

/**
 * Makes every route check its caller before it reads a body. Routes that answer with JSON take a Bearer key,
 * pages take the cookie of a signed-in browser, and a write with the cookie needs the server's own origin.
 *
 * The caller is found first, then the rate limits count the request, then it is refused: requests without a
 * valid key are counted too.
 * @throws Error when a route is registered that does not say who may use it.
 */
export function guardRoutes(server: FastifyInstance, ports: WebPorts, check: KeyCheck): void {
  server.decorateRequest('caller', null);
  server.decorateRequest('refusal', null);
  server.addHook('onRoute', ({ url, config }) => {
    if (config?.access === undefined) throw new Error(`the route ${url} does not say who may use it`);
  });
  server.addHook('onRequest', (request) => identify(request, ports, check));
  server.addHook('preParsing', async (request, reply) => {
    const { access: needed = 'operate' } = request.routeOptions.config;
    if (needed === 'open' || request.is404) return;
    if (request.refusal !== null) throw request.refusal;
    if (request.caller === null) return refuseStranger(request, reply, ports);
    requireScope(request.caller, needed);
    if (request.caller.through === 'page') requireOwnOrigin(request, ports.web);
    // The note may wait for another process that writes; the answer does not.
    ports.keys.noteUse(request.caller.keyId, ports.clock.now()).catch(() => undefined);
  });
}

/** Pages show who is signed in, open ones too. An open route of the API looks at no key. */
async function identify(request: FastifyRequest, ports: WebPorts, check: KeyCheck): Promise<void> {
  const { access, answersWith } = request.routeOptions.config;
  if (request.is404) return;
  if (answersWith === 'page') {
    // A page that needs no key must open where the store cannot be read.
    const found = browserCaller(request, ports);
    request.caller = await (access === 'open' ? found.catch(() => null) : found);
  } else if (access !== 'open') {
    const found = await bearerCaller(request, check);
    if (found instanceof WebError) request.refusal = found;
    else request.caller = found;
  }
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

function refuseStranger(request: FastifyRequest, reply: FastifyReply, { web }: WebPorts): FastifyReply {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (request.routeOptions.config.answersWith !== 'page' || !isReading) throw noKey();
  // A browser sends no SameSite=Strict cookie with a link of another site, such as web mail. The reload that
  // this page asks for comes from the server's own site, and carries the cookie.
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return reply.type('text/html; charset=utf-8').send(RELOAD);
  return reply.redirect(`${web.basePath}/sign-in?next=${encodeURIComponent(request.url)}`, 303);
}

const RELOAD =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex"><meta http-equiv="refresh" content="0"><title>Daybreak</title></head><body><p>Opening the desk page… <a href="">Open it</a></p></body></html>';
