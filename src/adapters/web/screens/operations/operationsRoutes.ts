import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { operationsView } from './operationsView.ts';

/** Mornings whose steps and mails are listed. */
const MOST_RUNS = 5;
const MOST_WAITING = 50;

/** `/ops`: what `doctor` and the daemon say, in words. */
export function operationsRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { screens, timezone, isDemo } = ports;
  const { operations } = screens;
  server.get('/ops', { config: { access: 'read', answersWith: 'page' } }, async (request, reply) => {
    const view = operationsView({
      state: await operations.state(),
      runs: await operations.runs(MOST_RUNS),
      waiting: await operations.waiting(MOST_WAITING),
      timezone,
      isDemo,
    });
    return sendScreen(ports, request, reply, {
      template: 'operations',
      title: 'Operations',
      current: 'operations',
      view,
    });
  });
}
