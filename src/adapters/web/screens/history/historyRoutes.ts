import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { longDay } from '../../../../domain/text/dates.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { Latest } from '../frame/latest.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { noMorning, sessionOf } from '../morning/session.ts';
import { auditRoutes } from './auditRoutes.ts';
import { mailRoutes } from './mailRoutes.ts';
import { monthView } from './monthView.ts';
import { searchRoutes } from './searchRoutes.ts';
import { sessionView } from './sessionView.ts';

/** Another text than a month shows the newest one. */
const query = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .nullable()
    .catch(null)
    .default(null),
});

/** Months kept: each is read by one pass over its decisions. */
const MOST_KEPT = 24;

/** `/history`: past mornings by month, and their mails. */
export function historyRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { screens, timezone } = ports;
  const { pastMornings, mornings } = screens;
  const kept = new Latest<object>(MOST_KEPT);
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;

  async function viewOf(asked: string | null): Promise<object> {
    const months = await pastMornings.months();
    const month = asked ?? months[0] ?? (await mornings.dueSession()).slice(0, 7);
    return monthView({ month, months, mornings: await pastMornings.month(month), timezone });
  }

  server.get('/history', reads, async (request, reply) => {
    const { month } = query.parse(request.query);
    const version = await mornings.version();
    const view = await server.inTurn(request, () => kept.of(version, month ?? '', () => viewOf(month)));
    return sendScreen(ports, request, reply, {
      template: 'history',
      title: 'History',
      current: 'history',
      view,
    });
  });

  server.get('/history/:session', reads, async (request, reply) => {
    const session = sessionOf(request);
    const morning = await pastMornings.session(session);
    if (morning === null) throw noMorning(longDay(session));
    const view = sessionView(morning, timezone);
    return sendScreen(ports, request, reply, {
      template: 'pastMorning',
      title: 'Mails',
      current: 'history',
      view,
    });
  });

  mailRoutes(server, ports);
  auditRoutes(server, ports);
  searchRoutes(server, ports);
}
