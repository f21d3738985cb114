import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { WebPorts } from '../../server/webPorts.ts';
import { Latest } from '../frame/latest.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { type DeskQuery, deskView, EQUITY_CHOICES } from './deskView.ts';

const [FEWEST, MOST] = EQUITY_CHOICES;
/** Anything else shows the shorter period. */
const query = z.object({
  sessions: z.coerce
    .number()
    .pipe(z.literal([FEWEST, MOST]))
    .catch(FEWEST),
});

/** `/desk`: the risk of the whole desk. Reading and drawing take a while: both wait for the next change. */
export function deskRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { records, deskRisk, stress } = ports;
  const risks = new Latest<Awaited<ReturnType<typeof deskRisk.read>>>(1);
  const views = new Latest<object>(EQUITY_CHOICES.length);

  async function viewOf(shown: DeskQuery): Promise<object> {
    // The session due changes with the clock, and with it the limits in force.
    const version = `${await records.mark()} ${await records.dueSession()}`;
    return views.of(version, String(shown.sessions), async () =>
      deskView(await risks.of(version, '', () => deskRisk.read()), await stress.read(null, 'desk'), shown),
    );
  }

  server.get('/desk', { config: { access: 'read', answersWith: 'page' } }, async (request, reply) => {
    const shown = query.parse(request.query);
    const view = await server.inTurn(request, () => viewOf(shown));
    return sendScreen(ports, request, reply, { template: 'desk', title: 'The desk', current: 'desk', view });
  });
}
