import type { FastifyInstance } from 'fastify';
import { problemOf } from './webError.ts';
import type { WebPorts } from './webPorts.ts';

/** Whether the server can read the store; 503 when it cannot. Needs no key and names no trader. */
export async function webHealth(server: FastifyInstance, { keys, version, log }: WebPorts): Promise<void> {
  let isReported = false;
  server.get('/health', { config: { access: 'open', answersWith: 'json' } }, async (_request, reply) => {
    try {
      await keys.find('');
      isReported = false;
      return { ok: true, version, problem: null };
    } catch (error) {
      const { code } = problemOf(error);
      if (!isReported) log.warn('the web server cannot read the database', { problem: error });
      isReported = true;
      return reply.code(503).send({ ok: false, version, problem: code });
    }
  });
}
