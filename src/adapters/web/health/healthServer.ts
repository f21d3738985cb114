import { fastify } from 'fastify';
import type { Health } from './health.ts';
import { METRICS_TYPE, metricsOf } from './metrics.ts';

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `/health`, `/health/live` and `/health/ready`: 200 when well, 503 when not. A morning in trouble is the
 * first's affair alone: who restarts what is not live or ready must not restart a daemon whose source refuses it.
 * `/metrics` says the same to Prometheus, and is 200 whatever it says.
 * @throws the system's error where it cannot listen.
 */
export async function startHealthServer(
  health: () => Promise<Health>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HealthServer> {
  const server = fastify({ logger: false, forceCloseConnections: true });
  server.get('/health', async (_, reply) => {
    const found = await health();
    const isWell = found.live && found.ready && !found.morning.isTrouble;
    return reply.code(isWell ? 200 : 503).send(found);
  });
  server.get('/health/live', async (_, reply) => {
    const { live } = await health();
    return reply.code(live ? 200 : 503).send({ live });
  });
  server.get('/health/ready', async (_, reply) => {
    const { ready } = await health();
    return reply.code(ready ? 200 : 503).send({ ready });
  });
  server.get('/metrics', async (_, reply) => reply.type(METRICS_TYPE).send(metricsOf(await health())));
  // An error would name files of ours to whoever asks.
  server.setErrorHandler((_error, _request, reply) => reply.code(503).send({ live: true, ready: false }));
  await server.listen({ host, port });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => server.close(),
  };
}
