import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../../server/webPorts.ts';
import { Latest } from '../frame/latest.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { modelView } from './modelView.ts';

/** `/model`: which engine decides and why, and how good the stored forecasts were. */
export function modelRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { records, model } = ports;
  const kept = new Latest<object | null>(1);
  let running: Promise<object | null> | null = null;

  async function read(): Promise<object | null> {
    const evidence = await model.read();
    return evidence === null ? null : modelView(evidence);
  }

  /** One reading at a time: a morning writes every second, and a reading of a large desk takes a second. */
  async function viewOf(): Promise<object | null> {
    const mark = await records.mark();
    running ??= kept.of(mark, '', read).finally(() => {
      running = null;
    });
    return running;
  }

  server.get('/model', { config: { access: 'read', answersWith: 'page' } }, async (request, reply) => {
    const view = await server.inTurn(request, viewOf);
    return sendScreen(ports, request, reply, {
      template: view === null ? 'noModel' : 'model',
      title: 'Model',
      current: 'model',
      view: view ?? {},
      isNarrow: view === null,
    });
  });
}
