import { z } from 'zod';
import type { DeskRecords } from '../../../../ports/deskRecords.ts';
import { WebError } from '../../server/webError.ts';
import type { ApiServer } from '../apiServer.ts';
import { deskTraderOf, traderDayOf } from '../documents.ts';
import { sessionDate, traderCode } from '../schemas/common.ts';
import { errors, json } from '../schemas/describe.ts';
import { traderDays, traders } from '../schemas/traders.ts';

const read = { access: 'read', answersWith: 'json' } as const;
const tags = ['Traders'];

/** The roster with limits in force, and trader-days. */
export function traderRoutes(server: ApiServer, { records }: { readonly records: DeskRecords }): void {
  server.get(
    '/v1/traders',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listTraders',
        summary: 'The roster, with the limit in force of each trader',
        response: { 200: json('The roster.', traders), ...errors() },
      },
    },
    async () => ({
      dueSession: await records.dueSession(),
      traders: (await records.traders()).map(deskTraderOf),
    }),
  );

  server.get(
    '/v1/traders/:trader/days',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listTraderDays',
        summary: 'Trader-days, oldest first, in pages',
        description:
          'Follow `nextCursor` until it is null. A page that was read stays the same as long as the days do.',
        params: z.object({ trader: traderCode }),
        querystring: z.object({
          from: sessionDate.optional().describe('The first session; default: the first one stored.'),
          to: sessionDate.optional().describe('The last session; default: the last one stored.'),
          cursor: z.string().max(100).optional().describe('`nextCursor` of the page before.'),
          limit: wholeNumber(1, 500).optional().describe('Days in a page, 1 to 500; default 100.'),
        }),
        response: { 200: json('One page.', traderDays), ...errors(404) },
      },
    },
    async ({ params: { trader }, query: { from, to, cursor, limit } }) => {
      const range = { from: later(from ?? FIRST, afterCursor(cursor)), to: to ?? LAST };
      if (from !== undefined && to !== undefined && from > to) throw backwards(from, to);
      const most = Number(limit ?? 100);
      // One day more than the page shows whether there is a next page.
      const found = await records.traderDays(trader, range, most + 1);
      const page = found.slice(0, most);
      const last = page.at(-1)?.day.sessionDate;
      return {
        trader,
        days: page.map(traderDayOf),
        nextCursor: found.length > most && last !== undefined ? cursorAfter(last) : null,
      };
    },
  );
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

/** A whole number in a query, which is text; it stays text, so that the description needs no conversion. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .refine((text) => Number(text) >= least && Number(text) <= most, `expected ${least} to ${most}`);
}

/** A cursor names the last session of a page; clients do not read it. */
function cursorAfter(session: string): string {
  return Buffer.from(`after ${session}`).toString('base64url');
}

/** The first date after a cursor. */
function afterCursor(cursor: string | undefined): string {
  if (cursor === undefined) return FIRST;
  const [, session] = /^after (\d{4}-\d{2}-\d{2})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (session !== undefined) return `${session}~`;
  throw new WebError('bad_request', 'query · cursor: found no cursor of this route · expected `nextCursor`', {
    hint: 'Take `nextCursor` of the page before as it is, or leave `cursor` out for the first page.',
  });
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The error of a period that ends before it begins. */
export function backwards(from: string, to: string): WebError {
  return new WebError('bad_request', `query · found from ${from} after to ${to} · expected from ≤ to`, {
    hint: 'Exchange the two.',
  });
}
