import { z } from 'zod';
import type { Decision } from '../../domain/decision/decision.ts';
import type { LimitLine } from '../../domain/decision/limitLine.ts';
import type { PlatformFiles } from '../../domain/limits/profile/platformFiles.ts';
import type { MorningReport, Yesterday } from '../../domain/report/report.ts';
import { proofItem } from './proofJson.ts';
import { storedJson } from './storedJson.ts';

/** A report as stored: its decisions have rows of their own. */
export type StoredReport = Omit<MorningReport, 'decisions'>;

const engine = z.enum(['ridge', 'rules', 'no-cut', 'none']);
const warning = z.enum([
  'REVENGE_TRADING',
  'HIGH_VOLATILITY',
  'LOW_WIN_RATE',
  'LARGE_DRAWDOWN',
  'ELEVATED_RISK',
]);

const tier = z.enum(['high', 'neutral', 'low', 'unknown']);

const limitLine: z.ZodType<LimitLine> = z.object({
  limitInForce: z.number().nullable(),
  inForceSource: z.enum(['base', 'assumed', 'answered', 'set', 'readback', 'unknown']),
  inForceSince: z.string().nullable(),
  inForceBaseLimit: z.number().nullable().exactOptional(),
  target: z.number(),
  change: z.enum(['lower', 'raise', 'stay', 'set']),
  recommendedLimit: z.number(),
  cutDay: z.number().nullable(),
  override: z
    .object({
      id: z.number(),
      dollars: z.number(),
      through: z.string(),
      reason: z.string(),
      note: z.string().nullable(),
      by: z.string(),
    })
    .nullable(),
});

const decision: z.ZodType<Decision> = z.object({
  trader: z.string(),
  desk: z.string(),
  action: z.enum(['cut', 'keep', 'review', 'withheld']),
  tier,
  baseLimit: z.number(),
  newLimit: z.number(),
  reductionPct: z.number(),
  proposedReductionPct: z.number(),
  confidence: z.enum(['high', 'medium', 'low']),
  reasons: z.array(
    z.object({ code: z.string(), text: z.string(), value: z.number(), reductionPct: z.number() }),
  ),
  valueAtRisk95: z.number().nullable(),
  largeLossProbability: z.number().nullable(),
  warnings: z.array(warning),
  warningEvidence: z.array(z.object({ code: warning, text: z.string() })).exactOptional(),
  reconciled: z.boolean().nullable(),
  unreconciledBecause: z.string().exactOptional(),
  notProven: z.array(proofItem).exactOptional(),
  notes: z.array(proofItem).exactOptional(),
  activeSessions: z.number(),
  indicators: z.custom<Decision['indicators']>(isFigures, 'numbers or null by indicator expected'),
  modelId: z.string().nullable(),
  passedOver: z.array(z.object({ engine, why: z.string() })),
  limit: limitLine.exactOptional(),
  modelTier: tier.exactOptional(),
  wouldHaveStopped: z.object({ sessions: z.number(), stopped: z.number() }).exactOptional(),
  trackRecord: z
    .object({ cuts: z.number(), followedByLargeLoss: z.number(), deskRate: z.number().nullable() })
    .exactOptional(),
});

const yesterday: z.ZodType<Yesterday> = z.object({
  cuts: z.number(),
  stopped: z.array(
    z.object({
      trader: z.string(),
      secondOfDay: z.number(),
      limit: z.number(),
      isAssumed: z.boolean(),
      continuation: z.number().nullable(),
    }),
  ),
  ignored: z.array(z.object({ trader: z.string(), secondOfDay: z.number(), limit: z.number() })),
  notReached: z.number(),
  assumedNotApplied: z.array(z.string()).exactOptional(),
  nearLimit: z.array(z.object({ trader: z.string(), usedPct: z.number() })),
  usedPct: z.record(z.string(), z.number()),
  saved: z.number().nullable(),
  cost: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  notKnown: z.number(),
  overrides: z.array(z.object({ trader: z.string(), by: z.string(), dollars: z.number().nullable() })),
});

const platformFile = z.object({ path: z.string(), rows: z.number(), sum: z.number() }).nullable();

const platformFiles: z.ZodType<PlatformFiles> = z.object({
  profile: z.string(),
  today: platformFile,
  restore: platformFile,
  refused: z.array(z.string()),
  withoutAccount: z.array(z.string()),
  note: z.string().nullable(),
});

const report: z.ZodType<StoredReport> = z.object({
  sessionDate: z.string(),
  dataThrough: z.string(),
  source: z.enum(['propreports', 'csv', 'demo']),
  engine,
  engineReason: z.string(),
  gate: z
    .object({
      improvement: z.number(),
      lowerBound: z.number(),
      sessions: z.number(),
      inForce: z.boolean(),
    })
    .nullable(),
  cutSwitch: z
    .object({ state: z.enum(['off', 'on']), isNew: z.boolean(), why: z.string().nullable() })
    .exactOptional(),
  desk: z.object({
    netPnl: z.number(),
    fees: z.number(),
    fills: z.number(),
    activeTraders: z.number(),
    losingTraders: z.number(),
  }),
  histories: z.array(
    z.object({
      trader: z.string(),
      sessions: z.array(
        z.object({
          sessionDate: z.string(),
          netPnl: z.number(),
          limitInForce: z.number().nullable().exactOptional(),
        }),
      ),
    }),
  ),
  alerts: z.array(z.object({ code: z.string(), trader: z.string().exactOptional(), text: z.string() })),
  dataQuality: z.array(z.object({ code: z.string(), count: z.number(), text: z.string() })),
  changes: z
    .object({ lower: z.number(), raise: z.number(), stay: z.number(), set: z.number() })
    .exactOptional(),
  stale: z.boolean().exactOptional(),
  deskPnl: z.object({ yesterday: z.number(), week: z.number(), monthToDate: z.number() }).exactOptional(),
  traderPnl: z
    .array(
      z.object({
        trader: z.string(),
        yesterday: z.number().nullable(),
        fiveSessions: z.number(),
        monthToDate: z.number(),
      }),
    )
    .exactOptional(),
  accounts: z.array(z.object({ trader: z.string(), accounts: z.array(z.string()) })).exactOptional(),
  yesterday: yesterday.exactOptional(),
  endedOverrides: z
    .array(
      z.object({
        id: z.number().exactOptional(),
        trader: z.string(),
        dollars: z.number(),
        firstSession: z.string(),
        lastSession: z.string(),
        because: z.enum(['over', 'ended', 'no-cut']),
      }),
    )
    .exactOptional(),
  platformDiffers: z
    .array(
      z.object({
        event: z.number(),
        trader: z.string(),
        kind: z.enum(['set', 'different', 'readback']),
        holds: z.number(),
        asked: z.number(),
        mailedFor: z.string(),
        by: z.string(),
      }),
    )
    .exactOptional(),
  longCuts: z.array(z.object({ trader: z.string(), sessions: z.number() })).exactOptional(),
  platformFiles: z.array(platformFiles).exactOptional(),
  revision: z.number().exactOptional(),
  firstSubject: z.string().exactOptional(),
});

/** One trader's decision of one morning. */
export const decisionJson = storedJson('decision', 'detail', decision);

/** What a morning reported, without its decisions. */
export const reportJson = storedJson('morning_report', 'report', report);

/** A loop instead of a schema for each entry: half a year of decisions has a million of these numbers. */
function isFigures(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const figure of Object.values(value)) if (figure !== null && typeof figure !== 'number') return false;
  return true;
}
