import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { overridePreview } from '../../../../domain/report/screens/overridePreview.ts';
import { callerOf } from '../../server/caller.ts';
import { WebError } from '../../server/webError.ts';
import type { Notice, Screen } from '../frame/screen.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import type { AnswerParts } from '../morning/answerRoutes.ts';
import { overrideFields } from './overrideForm.ts';
import { approvedNotice, endedNotice, givenNotice, problemNotice } from './overrideNotices.ts';
import { overrideConfirmScreen } from './overrideScreens.ts';
import { checkedOverride, formScreen, givenBefore, listScreen } from './overrideSteps.ts';

const noteQuery = z.object({ note: z.string().max(40).optional().catch(undefined) });
const parameters = z.object({ id: z.coerce.number().int().min(1).max(999_999_999) });
const editing = z.object({ edit: z.literal('yes') });

const reads = { config: { access: 'read', answersWith: 'page' } } as const;
const answers = { config: { access: 'answer', answersWith: 'page' } } as const;

/** Limits that hold instead of the recommended ones: give one, approve it, end it. */
export function overrideRoutes(server: FastifyInstance, parts: AnswerParts): void {
  const { ports, flash } = parts;

  server.get('/overrides', reads, async (request, reply) => {
    const notice = flash.take(callerOf(request).keyId, noteQuery.parse(request.query).note);
    return sendScreen(ports, request, reply, await listScreen(parts, request, notice));
  });

  server.get('/overrides/new', reads, async (request, reply) => {
    const entered = overrideFields(request.query);
    return sendScreen(ports, request, reply, await formScreen(parts, request, { entered }));
  });

  // Stores nothing: shows what the override would do, or with `edit` the form again.
  server.post('/overrides/new', answers, async (request, reply) => {
    const entered = overrideFields(request.body);
    if (editing.safeParse(request.body).success)
      return sendScreen(ports, request, reply, await formScreen(parts, request, { entered }));
    const checked = await checkedOverride(parts, request, entered);
    if ('screen' in checked) return sendScreen(ports, request, reply, checked.screen, checked.status);
    const { override } = checked.preview;
    const screen = overrideConfirmScreen(entered, overridePreview(override, checked.preview));
    return sendScreen(ports, request, reply, screen);
  });

  server.post('/overrides', answers, async (request, reply) => give(parts, request, reply));
  changeRoutes(server, parts);
}

async function give(parts: AnswerParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { actions, screens } = parts.ports;
  const checked = await checkedOverride(parts, request, overrideFields(request.body));
  const dueSession = await actions.dueSession();
  if ('screen' in checked) return sendScreen(parts.ports, request, reply, checked.screen, checked.status);
  const { asked } = checked;
  const before = givenBefore((await screens.mornings.now()).overrides, { asked, dueSession });
  const given = before ?? (await actions.giveOverride(asked));
  return back(parts, request, reply, givenNotice(given, dueSession));
}

/** Approves and ends. */
function changeRoutes(server: FastifyInstance, parts: AnswerParts): void {
  const { actions } = parts.ports;
  const change = (action: string, work: (id: number, by: string) => Promise<Notice>) =>
    server.post(`/overrides/:id/${action}`, answers, async (request, reply) => {
      try {
        const notice = await work(idOf(request), callerOf(request).owner);
        return back(parts, request, reply, notice);
      } catch (error) {
        const { notice, status } = problemNotice(error);
        const screen: Screen = await listScreen(parts, request, notice);
        return sendScreen(parts.ports, request, reply, screen, status);
      }
    });
  change('approve', async (id, by) => approvedNotice(await actions.approveOverride(id, by)));
  change('end', async (id, by) => endedNotice(await actions.endOverride(id, by)));
}

function idOf({ params }: FastifyRequest): number {
  const { success, data } = parameters.safeParse(params);
  if (success) return data.id;
  throw new WebError('not_found', 'There is no such override.', { hint: 'The list below has every one.' });
}

/** After a write: reloading the page sends nothing again. */
function back(
  { ports, flash }: AnswerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  notice: Notice,
): FastifyReply {
  const number = flash.put(callerOf(request).keyId, notice);
  return reply.redirect(`${ports.web.basePath}/overrides?note=${number}`, 303);
}
