import type { FastifyInstance } from 'fastify';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { searchQuery, searchQuestion } from './searchQuery.ts';
import { searchView } from './searchView.ts';

const DECISIONS_PER_PAGE = 50;

/** `/history/search`: decisions of past mornings by trader, dates and action. */
export function searchRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { screens, timezone } = ports;
  server.get(
    '/history/search',
    { config: { access: 'read', answersWith: 'page' } },
    async (request, reply) => {
      const query = searchQuery.parse(request.query);
      const question = searchQuestion(query, DECISIONS_PER_PAGE);
      const page = await server.inTurn(request, () => screens.decisions.search(question));
      return sendScreen(ports, request, reply, {
        template: 'search',
        title: 'Search decisions',
        current: 'history',
        view: searchView(query, page, timezone),
      });
    },
  );
}
