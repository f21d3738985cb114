import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isIsoDate } from '../../../../domain/session/isoDate.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { readSize } from './sizeSection.ts';
import { traderView } from './traderView.ts';

const params = z.object({ trader: z.string() });
/** Another text than a date shows the last day, as without one. */
const query = z.object({ day: z.string().refine(isIsoDate).nullable().catch(null).default(null) });

/** Drawing takes tens of milliseconds: views are kept until the database changes. */
const MOST_KEPT = 64;

/** `/traders/T`: all that is stored of one trader. */
export function traderRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { records, traders, stress, sizes } = ports;
  const kept = new Map<string, { readonly mark: string; readonly view: object }>();

  async function viewOf(trader: string, day: string | null): Promise<object> {
    const key = JSON.stringify([trader, day]);
    const mark = await records.mark();
    const known = kept.get(key);
    if (known?.mark === mark) return known.view;
    const history = await traders.history(trader, day);
    const stressed = await stress.read(null, 'trader');
    const view = traderView(history, stressed, await readSize(sizes, trader));
    kept.delete(key);
    kept.set(key, { mark, view });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return view;
  }

  server.get(
    '/traders/:trader',
    { config: { access: 'read', answersWith: 'page' } },
    async (request, reply) => {
      const { trader } = params.parse(request.params);
      const { day } = query.parse(request.query);
      const view = await server.inTurn(request, () => viewOf(trader, day));
      return sendScreen(ports, request, reply, {
        template: 'trader',
        title: shownName(trader),
        current: null,
        view,
      });
    },
  );
}
