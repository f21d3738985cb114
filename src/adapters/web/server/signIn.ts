import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sendScreen, signInScreen } from '../screens/frame/sendScreen.ts';
import { type Access, SESSION_COOKIE } from './access.ts';
import { newToken, secretHash } from './keySecret.ts';
import { requireOwnOrigin } from './origin.ts';
import { problemOf, WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';

const SESSION_MS = 12 * 3_600_000;

const form = z.object({ key: z.string(), next: z.string().default('/') });

/** Sign-in with a key, and sign-out. The browser keeps a random token; the store keeps its hash. */
export async function signInRoutes(
  server: FastifyInstance,
  { ports, access }: { readonly ports: WebPorts; readonly access: Access },
): Promise<void> {
  const { web, keys, clock } = ports;
  const open = { config: { access: 'open', answersWith: 'page' } } as const;
  const cookie = {
    path: web.basePath === '' ? '/' : web.basePath,
    httpOnly: true,
    sameSite: 'strict',
  } as const;

  server.get('/sign-in', open, async (request, reply) => {
    const { next } = z.object({ next: z.string().default('') }).parse(request.query);
    const view = { next: ownPath(next, web.basePath), problem: null };
    return sendScreen(ports, request, reply, signInScreen(view));
  });

  server.post('/sign-in', open, async (request, reply) => {
    requireOwnOrigin(request, web);
    const given = form.safeParse(request.body);
    const next = ownPath(given.success ? given.data.next : '', web.basePath);
    try {
      const key = await access.keyOf(given.success ? given.data.key.trim() : '', request.ip);
      const openedAt = clock.now();
      const ends = Math.min(openedAt.getTime() + SESSION_MS, key.expiresAt?.getTime() ?? Infinity);
      const session = { keyId: key.id, openedAt, expiresAt: new Date(ends) };
      const token = newToken();
      await keys.openSession({ tokenHash: secretHash(token), ...session });
      const isSecure = request.protocol === 'https';
      return reply
        .setCookie(SESSION_COOKIE, token, { ...cookie, secure: isSecure, expires: session.expiresAt })
        .redirect(next, 303);
    } catch (error) {
      if (!(error instanceof WebError)) throw error;
      const { status } = problemOf(error);
      const problem = status === 429 ? `${error.message} ${error.hint}` : 'This key is not valid.';
      if (error.retryAfter !== null) reply.header('retry-after', error.retryAfter);
      return sendScreen(ports, request, reply, signInScreen({ next, problem }), status);
    }
  });

  server.post('/sign-out', open, async (request, reply) => {
    requireOwnOrigin(request, web);
    const token = request.cookies[SESSION_COOKIE];
    if (token !== undefined) await keys.endSession(secretHash(token), clock.now());
    return reply.clearCookie(SESSION_COOKIE, cookie).redirect(`${web.basePath}/sign-in`, 303);
  });
}

/** Printable ASCII without a backslash, which browsers read as a slash. */
const VISIBLE_PATH = /^[!-[\]-~]+$/;

/**
 * The page to open after sign-in: a path of this server only, so that no link can send a reader elsewhere
 * with it.
 */
export function ownPath(text: string, basePath: string): string {
  const home = `${basePath}/`;
  if (!text.startsWith(home) || !VISIBLE_PATH.test(text)) return home;
  // The parser of browsers decides what a path is: `//host` and `/\host` are other servers.
  const url = new URL(text, 'http://own.invalid');
  return url.host === 'own.invalid' && !text.startsWith('//') ? url.pathname + url.search : home;
}
