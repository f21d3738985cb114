import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccessKey } from '../../../ports/accessKeys.ts';
import { sendScreen, signInScreen } from '../screens/frame/sendScreen.ts';
import { addressOf, type KeyCheck, sessionCookie } from './identity.ts';
import { newToken, secretHash } from './keySecret.ts';
import { requireOwnOrigin, tlsCheck } from './origin.ts';
import { ownPath } from './ownPath.ts';
import { WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';

const SESSION_MS = 12 * 3_600_000;
/** A key and a path are shorter. Strangers send these forms, and reading 1 MB takes a third of a second. */
const MOST_FORM_BYTES = 8_192;

const text = z.string().catch('');
const form = z.object({ key: text, next: text }).catch({ key: '', next: '' });
const query = z.object({ next: text }).catch({ next: '' });

/** Sign-in with a key, and sign-out. The browser keeps a random token; the store keeps its hash. */
export async function signInRoutes(
  server: FastifyInstance,
  { ports, check }: { readonly ports: WebPorts; readonly check: KeyCheck },
): Promise<void> {
  const { web, keys, clock } = ports;
  const isBehindTls = tlsCheck(web);
  const open = { config: { access: 'open', answersWith: 'page' }, bodyLimit: MOST_FORM_BYTES } as const;
  const cookie = { path: web.basePath || '/', httpOnly: true, sameSite: 'strict' } as const;

  server.get('/sign-in', open, async (request, reply) => {
    const next = ownPath(query.parse(request.query).next, web.basePath);
    return sendScreen(ports, request, reply, signInScreen({ next, problem: null }));
  });

  server.post('/sign-in', open, async (request, reply) => {
    requireOwnOrigin(request, web);
    const given = form.parse(request.body);
    const next = ownPath(given.next, web.basePath);
    const key = await check.keyOf(given.key.trim(), addressOf(request));
    if (key instanceof WebError) {
      const problem = key.status === 429 ? `${key.message} ${key.hint}` : 'This key is not valid.';
      if (key.retryAfter !== null) reply.header('retry-after', key.retryAfter);
      return sendScreen(ports, request, reply, signInScreen({ next, problem }), key.status);
    }
    await endSession(request);
    const { token, expiresAt } = await openSession(key);
    const secure = isBehindTls(request);
    return reply
      .setCookie(sessionCookie(request, web), token, { ...cookie, secure, expires: expiresAt })
      .redirect(next, 303);
  });

  server.post('/sign-out', open, async (request, reply) => {
    requireOwnOrigin(request, web);
    await endSession(request);
    return reply
      .clearCookie(sessionCookie(request, web), { ...cookie, secure: isBehindTls(request) })
      .redirect(`${web.basePath}/sign-in`, 303);
  });

  /** The token is always a new one: one that somebody put into the browser before never becomes valid. */
  async function openSession({ id, expiresAt }: AccessKey) {
    const openedAt = clock.now();
    const ends = new Date(Math.min(openedAt.getTime() + SESSION_MS, expiresAt?.getTime() ?? Infinity));
    const token = newToken();
    await keys.openSession({ tokenHash: secretHash(token), keyId: id, openedAt, expiresAt: ends });
    return { token, expiresAt: ends };
  }

  async function endSession(request: FastifyRequest): Promise<void> {
    const token = request.cookies[sessionCookie(request, web)];
    if (token !== undefined) await keys.endSession(secretHash(token), clock.now());
  }
}
