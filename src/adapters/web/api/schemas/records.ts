import { z } from 'zod';
import { instant } from './common.ts';

export const auditPage = z
  .object({
    entries: z.array(
      z.object({
        sequence: z.int(),
        at: z.string().describe('RFC 3339, UTC.'),
        kind: z.string(),
        subject: z.string().describe('What the entry is about: a trader, a session, a Message-ID.'),
        body: z.record(z.string(), z.unknown()),
        previousHash: z.string().describe('The hash of the entry before; zeros before the first one.'),
        hash: z
          .string()
          .describe(
            'SHA-256 in hexadecimal of previousHash followed by the canonical JSON (RFC 8785) of `{ at, body, kind, sequence, subject }`.',
          ),
        canonical: z
          .string()
          .optional()
          .describe('That canonical JSON, with `include=canonical`, for clients that cannot make it.'),
      }),
    ),
    nextAfter: z.int().nullable().describe('Give it as `after` for the next page; null: no more entries.'),
    head: z
      .object({ sequence: z.int(), hash: z.string() })
      .describe('The last entry of the trail. A chain that reaches this hash is complete.'),
  })
  .meta({ id: 'AuditPage' });

const engineScores = z.looseObject({
  net: z.number().nullable().describe('Avoided losses less opportunity cost, dollars.'),
  verdict: z.string(),
});

export const backtestSummary = z
  .looseObject({
    sessions: z.int(),
    traderDays: z.int(),
    engines: z.object({ ridge: engineScores, rules: engineScores }),
    gate: z.looseObject({ inForce: z.boolean(), why: z.string() }),
    strategies: z.looseObject({}),
    var: z.looseObject({}),
    probability: z.looseObject({}),
  })
  .describe('The content of summary.json; docs/backtest.md explains each figure.');

export const latestBacktest = z
  .object({ kind: z.enum(['backtest', 'review']), writtenAt: instant, summary: backtestSummary })
  .meta({ id: 'LatestBacktest' });
