import { z } from 'zod';
import { findingRules } from '../../../../domain/compliance/findings/findingRegistry.ts';
import { limitEventKinds } from '../../../../domain/limits/limitEvent.ts';
import { dollarsOrNull, instant } from './common.ts';

/** A list that the route returns as it is. */
function list<Item extends z.ZodType>(item: Item): z.ZodType<readonly z.infer<Item>[]> {
  return z.array(item);
}

const entry = z.int().describe('The sequence number of its entry in the audit trail.');
const entries = list(z.int()).describe('Sequence numbers of entries in the audit trail.');
const person = z.string().nullable().describe('The individual; null: not recorded.');
const date = z.iso.date();

const finding = z.object({
  id: z.string().describe(`The rule: ${findingRules.map(({ id }) => id).join(', ')}.`),
  grade: z.enum(['minor', 'major']),
  text: z.string(),
  threshold: z.string(),
  session: date.nullable(),
  trader: z.string().nullable(),
  entries,
});

const change = z.object({
  entry,
  time: instant,
  trader: z.string().nullable().describe('null: every trader.'),
  session: date,
  recommended: dollarsOrNull,
  set: dollarsOrNull.describe('Dollars; null: unknown, or the limit from before the mail.'),
  source: z.enum(Object.keys(limitEventKinds) as (keyof typeof limitEventKinds)[]),
  through: z.string(),
  who: z.string(),
  why: z.string().nullable(),
  secondApprover: z.string().nullable(),
});

const exception = z.object({
  entries,
  time: instant,
  kind: z.enum(['override', 'answer', 'unconfirmed answer', 'acceptance', 'stale data']),
  session: date.nullable(),
  trader: z.string().nullable(),
  who: z.string(),
  text: z.string(),
});

const lineage = z.object({
  sessions: list(
    z.object({
      entry,
      session: date,
      dataThrough: date,
      source: z.string(),
      fills: z.int(),
      rejectedRows: z.int(),
      compared: z.int(),
      untied: z.int(),
      revisedSessions: list(date),
      missingSessions: list(date),
    }),
  ),
  notRecorded: list(date).describe('Sessions with a decision, of which no facts are recorded.'),
  changes: list(
    z.object({
      entry,
      time: instant,
      kind: z.enum(['import', 'correction', 'restore']),
      what: z.string(),
      who: person,
    }),
  ),
});

const statement = z.object({
  controls: list(z.string()),
  rules: list(
    z.object({
      since: date,
      entry,
      rules: z.object({
        version: z.string(),
        maxReductionPct: z.number(),
        limitRoundTo: z.number(),
        limitBasis: z.enum(['realised', 'total']),
        limitLifetime: z.enum(['until-changed', 'session']),
        maxPositionPct: z.number().nullable(),
        maxPortfolioRiskPct: z.number(),
      }),
    }),
  ),
  engines: list(z.object({ since: date, entry, from: z.string(), to: z.string(), why: z.string() })),
  changes: list(
    z.object({
      entry,
      time: instant,
      kind: z.enum(['roster', 'access']),
      subject: z.string(),
      what: z.string(),
      who: person,
    }),
  ),
  mornings: z.object({ due: z.int(), mailed: z.int() }),
  factsSince: date.nullable(),
});

export const complianceReport = z
  .object({
    purpose: z.string(),
    from: date,
    to: date,
    grade: z.enum(['compliant', 'minor', 'major']).describe('compliant: no findings. minor: none is major.'),
    verified: z.literal(true).describe('Every hash of the trail was recomputed for this answer.'),
    head: z
      .object({ sequence: z.int(), hash: z.string() })
      .describe('The last entry of the trail that the report was made from.'),
    findings: list(finding),
    changes: list(change),
    exceptions: list(exception),
    lineage,
    statement,
  })
  .meta({ id: 'ComplianceReport' });
