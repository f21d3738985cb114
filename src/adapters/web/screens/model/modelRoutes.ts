import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../../server/webPorts.ts';
import { Latest } from '../frame/latest.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { modelView } from './modelView.ts';

/** `/model`: which engine decides and why, and how good the stored forecasts were. */
export function modelRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { records, model } = ports;
  const kept = new Latest<object | null>(1);

  async function read(): Promise<object | null> {
    const evidence = await model.read();
    return evidence === null ? null : modelView(evidence);
  }

  server.get('/model', { config: { access: 'read', answersWith: 'page' } }, async (request, reply) => {
    const view = await kept.of(await records.mark(), '', read);
    return sendScreen(ports, request, reply, {
      template: view === null ? 'noModel' : 'model',
      title: 'Model',
      current: 'model',
      view: view ?? {},
      isNarrow: view === null,
    });
  });
}
