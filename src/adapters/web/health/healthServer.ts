import { fastify } from 'fastify';
import type { Health } from './health.ts';
import { METRICS_TYPE, prometheusMetrics } from './metrics.ts';

/** A running health server. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A request is short, and its client is near: one that is not complete by then is closed. */
const REQUEST_MS = 5_000;
/** How often incomplete requests are looked for; Node looks every 30 seconds by default. */
const CHECK_MS = 1_000;
const MOST_BYTES = 8_192;
/** A few watchers ask at a time. Without a limit, open connections could use up the files of the daemon. */
const MOST_CONNECTIONS = 64;

/**
 * Serves `/health`, `/health/live` and `/health/ready` with 200 when healthy and 503 when not. A morning in
 * trouble changes only `/health`: a supervisor that restarts on `live` or `ready` must not restart the daemon
 * when, for example, the fill source refuses its login. `/metrics` returns the same state for Prometheus,
 * always with 200.
 * @throws the system's error when it cannot listen on the port.
 */
export async function startHealthServer(
  health: () => Promise<Health>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HealthServer> {
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    connectionTimeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: REQUEST_MS,
    bodyLimit: MOST_BYTES,
    http: {
      headersTimeout: REQUEST_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: MOST_BYTES,
    },
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  server.get('/health', async (_request, reply) => {
    const { figures: _, ...found } = await health();
    const isWell = found.live && found.ready && !found.morning.isTrouble && found.undelivered === 0;
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
  server.get('/metrics', async (_, reply) =>
    reply.type(METRICS_TYPE).send(prometheusMetrics(await health())),
  );
  // The default answer to an error would show its message, and with it file paths, to the client.
  server.setErrorHandler((_error, _request, reply) => reply.code(503).send({ live: true, ready: false }));
  await server.listen({ host, port });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => server.close(),
  };
}
