import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { morningStateWords } from '../../../../domain/report/screens/morningLine.ts';
import { longDay, shortDay } from '../../../../domain/text/dates.ts';
import { callerOf } from '../../server/caller.ts';
import { keptViews } from '../frame/keptViews.ts';
import type { Screen } from '../frame/screen.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import type { AnswerParts } from './answerRoutes.ts';
import type { MorningData } from './morningData.ts';
import { morningFacts, morningView } from './morningView.ts';
import { noMorning, sessionOf } from './session.ts';
import { tableQuery } from './traderTableView.ts';

interface MorningParts extends AnswerParts {
  readonly viewOf: typeof morningView;
}

const noteQuery = z.object({ note: z.string().max(40).optional().catch(undefined) });

/** The newest morning, and past ones. */
export function morningRoutes(server: FastifyInstance, given: AnswerParts): void {
  const { loader } = given;
  const parts = { ...given, viewOf: keptViews(morningView) };
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;

  server.get('/', reads, async (request, reply) => send(parts, request, reply, await loader.load(null)));

  server.get('/mornings/:session', reads, async (request, reply) => {
    const session = sessionOf(request);
    const data = await loader.load(session);
    if (data.morning === null) throw noMorning(longDay(session));
    return send(parts, request, reply, data);
  });

  /** What the script asks: the address of the page would send the whole page. */
  server.get('/state', reads, async (request, reply) => {
    const state = await loader.state();
    const tag = `"${state}"`;
    reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.send({ state });
  });
}

async function send(
  parts: MorningParts,
  request: FastifyRequest,
  reply: FastifyReply,
  data: MorningData,
): Promise<FastifyReply> {
  const { ports, flash, loader } = parts;
  const caller = callerOf(request);
  const notice = flash.take(caller.keyId, noteQuery.parse(request.query).note);
  const state = await loader.state();
  const screen = screenOf(parts, request, data);
  return sendScreen(ports, request, reply, { ...screen, state, notices: notice === null ? [] : [notice] });
}

function screenOf({ ports, viewOf }: MorningParts, request: FastifyRequest, data: MorningData): Screen {
  const { morning } = data;
  if (morning === null) return firstMorning(data, ports.timezone);
  const { sessionDate } = morning.report;
  const view = viewOf(data, {
    timezone: ports.timezone,
    scope: callerOf(request).scope,
    profiles: ports.records.profiles,
    query: tableQuery.parse(request.query),
  });
  return { template: 'morning', title: `${shortDay(sessionDate)}: limits`, current: 'morning', view };
}

function firstMorning({ due }: MorningData, timezone: string): Screen {
  const { text, isTrouble } = morningStateWords(morningFacts(due, timezone));
  return {
    template: 'firstMorning',
    title: 'No morning yet',
    current: 'morning',
    isNarrow: true,
    view: { day: longDay(due.times.sessionDate), state: text, isTrouble },
  };
}
