import { z } from 'zod';
import type { ScoreDecay } from '../../domain/engines/scoreDecay.ts';
import type { DriftLook, FitComparison } from '../../domain/evaluation/driftLook.ts';
import type { IndicatorDrift } from '../../domain/risk/drift/indicatorDrift.ts';
import { storedJson } from './storedJson.ts';

const indicator: z.ZodType<IndicatorDrift> = z.object({
  id: z.string(),
  level: z.enum(['ok', 'watch', 'alarm']),
  psi: z.number(),
  psiBefore: z.number().nullable(),
  watchAbove: z.number(),
  alarmAbove: z.number(),
  mover: z.object({ trader: z.string(), psiWithout: z.number() }).nullable(),
});

const score: z.ZodType<ScoreDecay> = z.object({
  id: z.enum(['coverage', 'pinball', 'regret']),
  now: z.number().nullable(),
  before: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  decayed: z.boolean(),
});

const fits: z.ZodType<FitComparison> = z.object({
  before: z.string(),
  now: z.string(),
  location: z.number().nullable(),
  logScale: z.number().nullable(),
  locationFlips: z.array(z.string()),
  logScaleFlips: z.array(z.string()),
});

const look: z.ZodType<DriftLook> = z.object({
  session: z.string(),
  missingSessions: z.number(),
  indicators: z.array(indicator),
  missingScores: z.number(),
  scores: z.array(score),
  retrain: z.boolean(),
  fits: fits.nullable(),
});

/** A weekly look at drift. */
export const driftLookJson = storedJson('drift_look', 'look', look);
