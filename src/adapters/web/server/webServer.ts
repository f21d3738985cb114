import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { type FastifyInstance, fastify } from 'fastify';
import { answerPages } from '../answers/answerPages.ts';
import { apiRoutes } from '../api/apiRoutes.ts';
import { screenRoutes } from '../screens/screenRoutes.ts';
import { guardRoutes } from './access.ts';
import { answerErrors, answerNotFound } from './errors.ts';
import { addHeaders } from './headers.ts';
import { createKeyCheck } from './identity.ts';
import { rateLimits } from './rateLimits.ts';
import { routedUrl } from './routedUrl.ts';
import { signInRoutes } from './signIn.ts';
import { addTurns } from './turns.ts';
import { MOST_UPLOAD_BYTES } from './uploads.ts';
import { webHealth } from './webHealth.ts';
import type { WebPorts } from './webPorts.ts';

/** An answer for every trader of a large desk has less; an uploaded file has its own limit. */
const MOST_BODY_BYTES = 1_048_576;
const REQUEST_MS = 30_000;
/** A client that sends its headers slowly keeps a connection from others. */
const HEADERS_MS = 10_000;
/** Node looks for late requests this often. Its default, 30 s, would let a client be three times as slow. */
const CHECK_MS = 2_000;
/** Each connection is an open file of the process. */
const MOST_CONNECTIONS = 1_000;
/** As many as Node accepts in all headers: the routes answer long names themselves, with every header. */
const MOST_PATH_LETTERS = 16_384;

/** The server of the desk page, the API and the answers from mails. It does not listen yet. */
export async function createWebServer(ports: WebPorts): Promise<FastifyInstance> {
  const { web } = ports;
  const server = fastify({
    logger: false,
    trustProxy: web.trustedProxies.length === 0 ? false : [...web.trustedProxies],
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: REQUEST_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS },
    forceCloseConnections: true,
    rewriteUrl: routedUrl,
    routerOptions: { maxParamLength: MOST_PATH_LETTERS },
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  answerErrors(server, ports);
  await addHeaders(server, web);
  await server.register(cookie);
  await server.register(formbody);
  await server.register(multipart, { limits: { fileSize: MOST_UPLOAD_BYTES, files: 1, fields: 20 } });
  const check = createKeyCheck(ports);
  guardRoutes(server, ports, check);
  await server.register(rateLimit, rateLimits(web));
  answerNotFound(server, ports);
  addTurns(server);
  await server.register(
    async (below) => {
      await below.register(signInRoutes, { ports, check });
      await below.register(webHealth, ports);
      await below.register(apiRoutes, ports);
      await below.register(screenRoutes, ports);
      await below.register(answerPages, ports);
    },
    { prefix: web.basePath },
  );
  return server;
}
