import { z } from 'zod';
import type { DeskActions } from '../../../../ports/deskActions.ts';
import type { DeskRecords } from '../../../../ports/deskRecords.ts';
import { callerOf } from '../../server/caller.ts';
import { WebError } from '../../server/webError.ts';
import type { ApiServer } from '../apiServer.ts';
import { overrideOf } from '../documents.ts';
import type { Writer } from '../idempotency.ts';
import { traderCode } from '../schemas/common.ts';
import { errors, json, writeHeaders } from '../schemas/describe.ts';
import { override, overrideBody, overrideStatus, overrides } from '../schemas/overrides.ts';
import { wholeNumber } from './traders.ts';

export interface OverrideRoutePorts {
  readonly actions: DeskActions;
  readonly records: DeskRecords;
  readonly write: Writer;
}

const answer = { access: 'answer', answersWith: 'json' } as const;
const tags = ['Overrides'];
const params = z.object({ id: wholeNumber(1, 999_999_999).describe('Number of the override.') });

/** Limits that hold instead of the recommended ones. */
export function overrideRoutes(server: ApiServer, ports: OverrideRoutePorts): void {
  readRoutes(server, ports);
  writeRoutes(server, ports);
}

function readRoutes(server: ApiServer, { records }: OverrideRoutePorts): void {
  server.get(
    '/v1/overrides',
    {
      config: { access: 'read', answersWith: 'json' },
      schema: {
        tags,
        operationId: 'listOverrides',
        summary: 'Overrides, oldest first',
        querystring: z.object({ status: overrideStatus.optional(), trader: traderCode.optional() }),
        response: { 200: json('The overrides.', overrides), ...errors() },
      },
    },
    async ({ query: { status, trader } }) => {
      const due = await records.dueSession();
      const all = (await records.overrides()).map((each) => overrideOf(each, due));
      return {
        overrides: all.filter(
          (each) =>
            (status === undefined || each.status === status) &&
            (trader === undefined || each.trader === trader),
        ),
      };
    },
  );
}

function writeRoutes(server: ApiServer, { actions, records, write }: OverrideRoutePorts): void {
  server.post(
    '/v1/overrides',
    {
      config: answer,
      schema: {
        tags,
        operationId: 'giveOverride',
        summary: 'Set a limit instead of the recommended one, for at most five sessions',
        description:
          'The author is the owner of the key. Above the base limit it is `pending`, without effect, until the key of someone else approves it. It ends by itself.',
        headers: writeHeaders,
        body: overrideBody,
        response: { 201: json('The override.', override), ...errors(404, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const { firstSession = null, lastSession = null, note = null, ...body } = request.body;
      const by = callerOf(request).owner;
      return write(request, reply, {
        status: 201,
        schema: override,
        work: async () =>
          overrideOf(
            await actions.giveOverride({ ...body, firstSession, lastSession, note, by }),
            await records.dueSession(),
          ),
      });
    },
  );

  server.post(
    '/v1/overrides/:id/approval',
    {
      config: answer,
      schema: {
        tags,
        operationId: 'approveOverride',
        summary: 'Approve an override above the base limit',
        description: 'The owner of the key must be another one than the author of the override.',
        params,
        headers: writeHeaders,
        response: { 200: json('The override.', override), ...errors(404, 409, 422) },
      },
    },
    async (request, reply) => {
      const id = await knownId(records, request.params.id);
      return write(request, reply, {
        status: 200,
        schema: override,
        work: async () =>
          overrideOf(await actions.approveOverride(id, callerOf(request).owner), await records.dueSession()),
      });
    },
  );

  server.delete(
    '/v1/overrides/:id',
    {
      config: answer,
      schema: {
        tags,
        operationId: 'endOverride',
        summary: 'End an override, from the session due now on',
        params,
        headers: writeHeaders,
        response: { 200: json('The ended override.', override), ...errors(404, 422) },
      },
    },
    async (request, reply) => {
      const id = await knownId(records, request.params.id);
      return write(request, reply, {
        status: 200,
        schema: override,
        work: async () => {
          await actions.endOverride(id, callerOf(request).owner);
          return storedOverride(records, id);
        },
      });
    },
  );

  server.delete(
    '/v1/overrides',
    {
      config: answer,
      schema: {
        tags,
        operationId: 'endOverridesOfTrader',
        summary: 'End every override of a trader, from the session due now on',
        querystring: z.object({ trader: traderCode }),
        headers: writeHeaders,
        response: { 200: json('The ended overrides.', overrides), ...errors(404, 422) },
      },
    },
    async (request, reply) =>
      write(request, reply, {
        status: 200,
        schema: overrides,
        work: async () => {
          const ended = await actions.endOverrides(request.query.trader, callerOf(request).owner);
          return { overrides: await Promise.all(ended.map(({ id }) => storedOverride(records, id))) };
        },
      }),
  );
}

/** @throws WebError `no_such_override` */
async function knownId(records: DeskRecords, text: string): Promise<number> {
  return (await storedOverride(records, Number(text))).id;
}

async function storedOverride(records: DeskRecords, id: number) {
  const found = (await records.overrides()).find((each) => each.id === id);
  if (found !== undefined) return overrideOf(found, await records.dueSession());
  throw new WebError('no_such_override', `override · found no override ${id} · expected a stored one`, {
    hint: 'GET /v1/overrides lists them. Nothing was changed.',
  });
}
