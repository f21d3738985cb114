import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { limitsCsv } from '../../../../domain/report/limitsFile.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { WebError } from '../../server/webError.ts';
import type { AnswerParts } from './answerRoutes.ts';
import { noMorning, sessionOf } from './session.ts';

const parameters = z.object({ profile: z.string(), kind: z.enum(['today', 'restore']) });

/** The limits of a morning as files: for people and sheets, and for trading platforms. */
export function fileRoutes(server: FastifyInstance, { ports, loader }: AnswerParts): void {
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;

  server.get('/mornings/:session/files/limits.csv', reads, async (request, reply) => {
    const session = sessionOf(request);
    const { morning } = await loader.load(session);
    if (morning === null) throw noMorning(longDay(session));
    const name = `limits-${session}.csv`;
    return download(reply, {
      name,
      mediaType: 'text/csv; charset=utf-8',
      content: limitsCsv(morning.report),
    });
  });

  server.get('/mornings/:session/files/:profile/:kind', reads, async (request, reply) => {
    const session = sessionOf(request);
    const { success, data } = parameters.safeParse(request.params);
    const { morning } = await loader.load(session);
    if (!success || morning === null) throw noMorning(longDay(session));
    const file = await ports.records.limitsFile(morning.report, data.profile, data.kind);
    if (file.kind === 'refused')
      throw new WebError('limits_file_refused', `The file cannot be made: ${file.because.join('; ')}.`, {
        hint: 'Key the limits in by hand, or correct the roster or the profile.',
      });
    return download(reply, { ...file, content: Buffer.from(file.bytes) });
  });
}

function download(
  reply: FastifyReply,
  file: { readonly name: string; readonly mediaType: string; readonly content: string | Buffer },
): FastifyReply {
  const name = file.name.replace(/[^\w.-]/g, '_');
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .type(file.mediaType)
    .send(file.content);
}
