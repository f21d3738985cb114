import { z } from 'zod';
import type { DeskRecords } from '../../../../ports/deskRecords.ts';
import { InputError } from '../../../../shared/errors.ts';
import { WebError } from '../../server/webError.ts';
import type { ApiServer } from '../apiServer.ts';
import { errors, json } from '../schemas/describe.ts';
import { auditPage, backtestSummary, latestBacktest } from '../schemas/records.ts';
import { wholeNumber } from './traders.ts';

const read = { access: 'read', answersWith: 'json' } as const;
const tags = ['Records'];

/** The audit trail, and the newest backtest. */
export function recordRoutes(server: ApiServer, { records }: { readonly records: DeskRecords }): void {
  server.get(
    '/v1/audit',
    {
      config: read,
      schema: {
        tags,
        operationId: 'listAuditEntries',
        summary: 'The audit trail, oldest first, in pages',
        description:
          'Every decision, mail, answer, override and change of the roster. Each entry has a hash over the one before, so that a client can verify the whole trail: docs/api.md has the steps.',
        querystring: z.object({
          after: wholeNumber(0, 999_999_999)
            .optional()
            .describe('The sequence number after which to begin; default 0.'),
          limit: wholeNumber(1, 1000).optional().describe('Entries in a page, 1 to 1000; default 100.'),
          include: z.literal('canonical').optional().describe('`canonical` adds the hashed text.'),
        }),
        response: { 200: json('One page.', auditPage), ...errors() },
      },
    },
    async ({ query: { after = '0', limit = '100', include } }) => {
      const { entries, head } = await records.audit(Number(after), Number(limit));
      const last = entries.at(-1)?.sequence;
      return {
        entries: entries.map(({ canonical, ...entry }) =>
          include === 'canonical' ? { ...entry, canonical } : entry,
        ),
        nextAfter: last === undefined || last >= head.sequence ? null : last,
        head,
      };
    },
  );

  server.get(
    '/v1/backtests/latest',
    {
      config: read,
      schema: {
        tags,
        operationId: 'getLatestBacktest',
        summary: 'The newest backtest or review',
        description:
          'What `npm run backtest` or `npm run review` wrote last to its default folder. The server computes nothing.',
        response: { 200: json('Its summary.', latestBacktest), ...errors(404) },
      },
    },
    async () => {
      const found = await records.backtests.latest();
      if (found === null) throw noBacktest();
      const summary = backtestSummary.safeParse(found.summary);
      if (!summary.success) throw olderSummary(found.kind);
      return { kind: found.kind, writtenAt: found.writtenAt.toISOString(), summary: summary.data };
    },
  );
}

function noBacktest(): WebError {
  return new WebError('no_backtest', 'backtest · found none · expected one in the folder of the database', {
    hint: 'Run `npm run backtest` on the host of the desk, without --out.',
  });
}

function olderSummary(kind: string): InputError {
  return new InputError(
    'file_unreadable',
    `summary.json of the newest ${kind} · found other fields · expected those of this version`,
    { hint: `Run \`npm run ${kind}\` again: an earlier version wrote the file.` },
  );
}
