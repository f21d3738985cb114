import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { limitsCsv } from '../../../../domain/report/limitsFile.ts';
import { InputError } from '../../../../shared/errors.ts';
import { WebError } from '../../server/webError.ts';
import type { ApiServer } from '../apiServer.ts';
import { isKnown, sendBody, sendNotModified } from '../conditional.ts';
import { traderMorningOf } from '../documents.ts';
import type { CachedMorning } from '../morningCache.ts';
import { type MorningReader, sendUndecided } from '../morningReader.ts';
import { session, traderCode } from '../schemas/common.ts';
import { conditionalHeaders, errors, json, notModified, problemAnswer } from '../schemas/describe.ts';
import { morning, noDecision, traderMorning } from '../schemas/morning.ts';

const read = { access: 'read', answersWith: 'json' } as const;
const tags = ['Mornings'];

const undecided = {
  409: problemAnswer(
    'The session is due, and its morning has not decided yet. `Retry-After` says when to ask again.',
    noDecision,
  ),
};

/** Today's decisions, and those of every stored morning. */
export function morningRoutes(server: ApiServer, reader: MorningReader): void {
  server.get(
    '/v1/mornings/:session',
    {
      config: read,
      schema: {
        tags,
        operationId: 'getMorning',
        summary: 'One morning: every limit, change and alert',
        description:
          'The document of `morning --json` as it was stored, with its revision and the answers so far. Poll it with `If-None-Match`: the ETag changes with a correction, an answer, or the state of the mails.',
        params: z.object({ session }),
        querystring: z.object({
          include: z
            .literal('indicators')
            .optional()
            .describe('`indicators` adds the indicators of each trader: about 1.4 KB each.'),
        }),
        headers: conditionalHeaders,
        response: { 200: json('The morning.', morning), ...notModified, ...errors(404), ...undecided },
      },
    },
    (request, reply) =>
      withMorning(reader, request, reply, async (found) =>
        sendBody(request, reply, await found.body(request.query.include === 'indicators'), found.etag),
      ),
  );

  server.get(
    '/v1/mornings/:session/traders/:trader',
    {
      config: read,
      schema: {
        tags,
        operationId: 'getTraderMorning',
        summary: 'One trader of a morning, with evidence',
        params: z.object({ session, trader: traderCode }),
        headers: conditionalHeaders,
        response: { 200: json('The trader.', traderMorning), ...notModified, ...errors(404), ...undecided },
      },
    },
    (request, reply) =>
      withMorning(reader, request, reply, async ({ record, etag }) => {
        const found = traderMorningOf(record, request.params.trader);
        if (found === null) throw noSuchTrader(request.params.trader, record.report.sessionDate);
        return reply.header('etag', etag).send(found);
      }),
  );

  server.get(
    '/v1/mornings/:session/limits',
    {
      config: read,
      schema: {
        tags,
        operationId: 'getLimitsFile',
        summary: 'The limits of a morning as a file',
        description:
          'Without `profile`: limits.csv, one row a trader. With `profile`: the file for a platform, as LIMITS_PROFILES names it. Machine files are never altered against spreadsheet formulas.',
        params: z.object({ session }),
        querystring: z.object({
          profile: z.string().min(1).max(100).optional().describe('A name in LIMITS_PROFILES.'),
          restore: z
            .enum(['true', 'false'])
            .optional()
            .describe('`true`: the file that sets every base limit again; only with `profile`.'),
        }),
        headers: conditionalHeaders,
        response: {
          200: {
            description: 'The file. Its type is that of the profile: CSV, JSON or XML.',
            content: {
              'text/csv': { schema: z.string() },
              'application/json': { schema: z.unknown() },
              'application/xml': { schema: z.string() },
            },
          },
          ...notModified,
          ...errors(404, 422),
          ...undecided,
        },
      },
    },
    (request, reply) =>
      withMorning(reader, request, reply, async ({ record, etag }) => {
        const { profile, restore } = request.query;
        const kind = restore === 'true' ? 'restore' : 'today';
        if (profile === undefined && kind === 'restore') throw restoreWithoutProfile();
        const file =
          profile === undefined
            ? csvFile(record)
            : await reader.records.limitsFile(record.report, profile, kind);
        if (file.kind === 'refused') throw refusedFile(profile ?? '', file.because);
        return reply
          .header('etag', etag)
          .header('content-type', file.mediaType)
          .header('content-disposition', `attachment; filename="${file.name}"`)
          .send(Buffer.from(file.bytes));
      }),
  );
}

/** Answers 304, 404 or 409 where there is nothing to send. */
async function withMorning(
  reader: MorningReader,
  request: FastifyRequest<{ Params: { session: string } }>,
  reply: FastifyReply,
  send: (found: CachedMorning) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const found = await reader.morning(request.params.session);
  if (found === null) return sendUndecided(reader, request.params.session, reply);
  return isKnown(request, found.etag) ? sendNotModified(reply, found.etag) : send(found);
}

function csvFile({ report }: CachedMorning['record']) {
  return {
    kind: 'file' as const,
    name: `limits-${report.sessionDate}.csv`,
    bytes: Buffer.from(limitsCsv(report)),
    mediaType: 'text/csv; charset=utf-8',
  };
}

/** Also for a trader of the roster who was not active that morning. */
export function noSuchTrader(trader: string, sessionDate: string): InputError {
  return new InputError(
    'unknown_trader',
    `trader · found no trader ${trader} in the morning of ${sessionDate} · expected one that it decided for`,
    { hint: 'GET /v1/mornings/{session} lists its traders.' },
  );
}

function restoreWithoutProfile(): WebError {
  return new WebError('bad_request', 'query · restore without profile · expected a profile with it', {
    hint: 'limits.csv has the base limits in a column of its own.',
  });
}

function refusedFile(profile: string, because: readonly string[]): WebError {
  return new WebError(
    'limits_file_refused',
    `limits file · profile ${profile} cannot express the limits · ${because.slice(0, 3).join('; ')}`,
    { hint: 'A file is whole or not made. Correct what the message names, or key the limits in.' },
  );
}
