import { z } from 'zod';
import type { DeskFacts } from '../../domain/compliance/deskFacts.ts';
import { PROOF_CODES } from '../../domain/decision/proofItem.ts';

/** Version of the body of an entry `desk-facts`. A later shape raises it; entries are never rewritten. */
export const DESK_FACTS_VERSION = 1;

const recorded = z.union([
  z.object({ value: z.number(), why: z.null() }),
  z.object({ value: z.null(), why: z.string() }),
]);

const trader = z.object({
  trader: z.string(),
  netPnl: z.number().nullable(),
  stop: z.enum(['stopped', 'ignored', 'unclear', 'not-reached', 'free']).nullable(),
  limitDuring: z.number().nullable(),
  reachedAtSecond: z.number().nullable(),
  largestPositionPct: recorded,
  valueAtRisk95: z.number().nullable(),
  tiedOut: z.boolean().nullable(),
  notProven: z.array(z.enum(PROOF_CODES)),
  limitInForce: z.number().nullable(),
});

const facts: z.ZodType<DeskFacts> = z.object({
  sessionDate: z.string(),
  dataThrough: z.string(),
  revision: z.number(),
  times: z.object({ due: z.string(), lateAt: z.string(), deadline: z.string(), opensAt: z.string() }),
  rules: z.object({
    version: z.string(),
    engine: z.enum(['ridge', 'rules', 'no-cut', 'none']),
    modelId: z.string().nullable(),
    maxReductionPct: z.number(),
    limitRoundTo: z.number(),
    limitBasis: z.enum(['realised', 'total']),
    limitLifetime: z.enum(['until-changed', 'session']),
    maxPositionPct: z.number().nullable(),
    maxPortfolioRiskPct: z.number(),
  }),
  desk: z.object({ capital: recorded, valueAtRisk95: recorded }),
  traders: z.array(trader),
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      correlation: z.number(),
      commonSessions: z.number(),
      sharedNotional: z.number().nullable(),
    }),
  ),
  data: z.object({
    source: z.string(),
    fills: z.number(),
    rejectedRows: z.number(),
    compared: z.number(),
    untied: z.number(),
    revisedSessions: z.array(z.string()),
    missingSessions: z.array(z.string()),
    isStale: z.boolean(),
  }),
});

/** The body of an entry, with its version. */
export function deskFactsBody(value: DeskFacts): Readonly<Record<string, unknown>> {
  return { version: DESK_FACTS_VERSION, ...value };
}

/** What an entry recorded; null where this version cannot read it. */
export function deskFactsOf(body: Readonly<Record<string, unknown>>): DeskFacts | null {
  return body['version'] === DESK_FACTS_VERSION ? (facts.safeParse(body).data ?? null) : null;
}
