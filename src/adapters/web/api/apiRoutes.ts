import type { FastifyInstance } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { WebPorts } from '../server/webPorts.ts';
import { checkRequest, inApiWords } from './apiErrors.ts';
import { docsPages } from './docsPages.ts';
import { idempotentWriter } from './idempotency.ts';
import { createMorningReader } from './morningReader.ts';
import { describeApi } from './openApi.ts';
import { answerRoutes } from './routes/answers.ts';
import { complianceRoutes } from './routes/compliance.ts';
import { driftRoutes } from './routes/drift.ts';
import { morningRoutes } from './routes/mornings.ts';
import { overrideRoutes } from './routes/overrides.ts';
import { recordRoutes } from './routes/records.ts';
import { signalRoutes } from './routes/signals.ts';
import { sizeRoutes } from './routes/sizes.ts';
import { stressRoutes } from './routes/stress.ts';
import { traderRoutes } from './routes/traders.ts';

/** The API: `/v1`, the alias `/signals`, and its description at `/openapi.json` and `/docs`. */
export async function apiRoutes(given: FastifyInstance, ports: WebPorts): Promise<void> {
  const { records, actions } = ports;
  given.setValidatorCompiler(checkRequest);
  given.setSerializerCompiler(serializerCompiler);
  // Forms and files are for pages.
  given.removeContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
  // Thrown again, it reaches the handler of the whole server.
  given.setErrorHandler((error) => {
    throw inApiWords(error);
  });
  await describeApi(given, ports);
  const server = given.withTypeProvider<ZodTypeProvider>();
  const reader = createMorningReader(ports);
  const write = idempotentWriter(ports);
  morningRoutes(server, reader);
  traderRoutes(server, ports);
  answerRoutes(server, { actions, reader, write });
  overrideRoutes(server, { actions, records, write });
  driftRoutes(server, ports);
  recordRoutes(server, ports);
  stressRoutes(server, ports);
  complianceRoutes(server, ports);
  sizeRoutes(server, ports);
  signalRoutes(server, reader);
  docsPages(server, ports);
}
