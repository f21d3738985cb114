import { z } from 'zod';

const indicator = z.object({
  id: z.string().describe('An id of docs/indicators.md.'),
  psi: z.number().describe('Population stability index; 0 is the same distribution.'),
  level: z.enum(['ok', 'watch', 'alarm']),
  watchAbove: z.number(),
  alarmAbove: z.number().describe('An alarm needs an index above it at two weekly looks running.'),
  mover: z.string().nullable().describe('Who moves the index most; null where it is not above watchAbove.'),
  psiWithoutMover: z.number().nullable(),
});

const score = z.object({
  id: z.enum(['coverage', 'pinball', 'regret']),
  now: z.number().nullable().describe('Over the last 60 sessions with forecasts.'),
  before: z.number().nullable().describe('Over the 250 before.'),
  interval: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('95 % interval of now − before; null with too few exceptions.'),
  decayed: z.boolean().describe('The interval excludes 0 on the bad side at two weekly looks running.'),
});

const fits = z.object({
  before: z.string().describe('First session that was forecast with the fit before.'),
  now: z.string(),
  location: z.number().nullable().describe('Rank correlation of the weights of the result.'),
  logScale: z.number().nullable().describe('Rank correlation of the weights of the spread.'),
  locationFlips: z.array(z.string()).describe('Indicators whose weight changed its sign.'),
  logScaleFlips: z.array(z.string()),
});

export const driftLook = z
  .object({
    session: z.string().describe('The look was made on the morning of this session.'),
    missingSessions: z.int().describe('Sessions that indicators still need; then the list is empty.'),
    indicators: z.array(indicator),
    missingScores: z
      .int()
      .describe('Sessions with forecasts that scores still need; then the list is empty.'),
    scores: z.array(score),
    retrain: z.boolean().describe('The model is fitted again outside the weekly fit.'),
    fits: fits.nullable(),
  })
  .meta({ id: 'DriftLook' });
