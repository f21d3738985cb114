import { z } from 'zod';
import type { CutProof } from '../../domain/engines/cutProof.ts';
import type { GateDecision } from '../../domain/engines/gate.ts';
import type { TraderState } from '../../domain/engines/model/sessionRecord.ts';
import type { ModelScore } from '../../domain/engines/scoreDecay.ts';
import { CUT_GRID_PCT } from '../../domain/outcome/counterfactual.ts';
import type { CutRecord } from '../../domain/outcome/cutRecord.ts';
import { storedJson } from './storedJson.ts';

const score: z.ZodType<ModelScore> = z.object({
  sessionDate: z.string(),
  modelRegret: z.number(),
  rulesRegret: z.number(),
  modelShortfall: z.number(),
  rulesShortfall: z.number(),
  varForecasts: z.number(),
  varExceptions: z.number(),
  pinball: z.number(),
  plainPinball: z.number(),
});

/** The stored key of the score is `account`, as release 0.2.0 called it. */
const dayCount = z.object({ days: z.number(), largeLosses: z.number() });

const cutRecord: z.ZodType<CutRecord> = z.object({
  cuts: z.record(z.string(), dayCount),
  uncut: z.object({ ridge: dayCount, rules: dayCount }),
});

const sessionDetail = z.object({
  account: score,
  rulesCuts: z.number(),
  rulesDeepCuts: z.number(),
  judged: z.number(),
  noCutRegret: z.number(),
  // Absent in sessions that were learned without it. They prove nothing about cuts for everyone.
  uniformCuts: z
    .object({
      nets: z.array(z.number()).length(CUT_GRID_PCT.length),
      cuts: z.number(),
      cutDays: z.number(),
    })
    .exactOptional(),
  cutRecord,
});

const traderState: z.ZodType<TraderState> = z.object({
  exceptionLevel: z.number(),
  tradeProbability: z.number(),
  usualShortfall: z.object({ meanLog: z.number(), sessions: z.number() }).nullable(),
});

const gate: z.ZodType<GateDecision> = z.object({
  decidedFor: z.string(),
  inForce: z.boolean(),
  why: z.string(),
  improvement: z.number().nullable(),
  lowerBound: z.number().nullable(),
  evenImprovement: z.number().nullable(),
  evenLowerBound: z.number().nullable(),
  sessions: z.number(),
  zone: z.enum(['green', 'yellow', 'red']).nullable(),
});

const cutProof: z.ZodType<CutProof> = z.object({
  decidedFor: z.string(),
  sessions: z.number(),
  effective: z.number(),
  net: z.number(),
  lowerBound: z.number().nullable(),
  upperBound: z.number().nullable(),
  shortfallUncut: z.number().nullable(),
  shortfallCut: z.number().nullable(),
});

const fit = z.object({ intercept: z.number(), coefficients: z.array(z.number()) });

/** JSON has no infinity: an infinite penalty, which leaves the mean as the forecast, is stored as null. */
const modelDetail = z.object({
  features: z.array(z.string()),
  means: z.array(z.number()),
  deviations: z.array(z.number()),
  location: fit,
  logScale: fit,
  penalties: z.array(z.number().nullable()),
  curve: z.object({ beginsAt: z.number(), fullAt: z.number() }),
  rows: z.number(),
  sessions: z.number(),
});

export type ModelDetail = z.infer<typeof modelDetail>;

/** Scores and counts of a learned session. */
export const sessionDetailJson = storedJson('learned_session', 'detail', sessionDetail);

/** Traders with their state after a learned session. */
export const traderStatesJson = storedJson(
  'learned_session',
  'traders',
  z.array(z.tuple([z.string(), traderState])),
);

/** The trader of each residual of a learned session. */
export const residualTradersJson = storedJson('learned_session', 'residual_traders', z.array(z.string()));

/** The gate's decision in force on a session's morning. */
export const gateJson = storedJson('learned_session', 'gate', gate);

/** What a session's morning knew of the cuts before it. */
export const cutProofJson = storedJson('learned_session', 'cut_proof', cutProof);

/** Everything of a trained model but its residuals. */
export const modelDetailJson = storedJson('model', 'detail', modelDetail);

/** Residuals of a model by jackknife group; the column is called `stretches`. */
export const jackknifeGroupsJson = storedJson('model', 'stretches', z.array(z.array(z.number())));
