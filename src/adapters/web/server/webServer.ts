import { type FastifyInstance, fastify } from 'fastify';
import { answerPages } from '../answers/answerPages.ts';
import { apiRoutes } from '../api/apiRoutes.ts';
import { screenRoutes } from '../screens/screenRoutes.ts';
import type { WebPorts } from './webPorts.ts';

/** The server of the desk page, the API and the answers from mails. It does not listen yet. */
export async function createWebServer(ports: WebPorts): Promise<FastifyInstance> {
  const server = fastify({ logger: false, trustProxy: [...ports.web.trustedProxies] });
  server.decorateRequest('caller', null);
  await server.register(
    async (below) => {
      await below.register(apiRoutes, ports);
      await below.register(screenRoutes, ports);
      await below.register(answerPages, ports);
    },
    { prefix: ports.web.basePath },
  );
  return server;
}
