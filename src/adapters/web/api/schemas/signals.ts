import { z } from 'zod';
import { sessionDate, traderCode } from './common.ts';
import { indicators } from './morning.ts';

const signalDate = sessionDate
  .nullish()
  .describe('The session; left out: the newest one that a morning has decided.');
const includeFeatures = z.boolean().nullish().describe('Whether to return the indicators.');

export const signalBody = z
  .object({ trader_id: traderCode, signal_date: signalDate, include_features: includeFeatures })
  .meta({ id: 'SignalRequest', example: { trader_id: 'T01', include_features: false } });

const MOST_TRADERS = 1000;

export const signalBatchBody = z
  .object({
    trader_ids: z.array(traderCode).min(1).max(MOST_TRADERS),
    signal_date: signalDate,
    include_features: includeFeatures,
  })
  .meta({ id: 'SignalBatchRequest', example: { trader_ids: ['T01', 'T02'] } });

export const signal = z
  .object({
    trader_id: traderCode,
    signal_date: sessionDate,
    risk_level: z
      .union([z.literal(0), z.literal(1), z.literal(2)])
      .describe('0 low, 1 neutral, 2 high. Too little history counts as 1.'),
    risk_label: z.enum(['Low Risk', 'Neutral', 'High Risk']),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'The track record, 0 to 1. With a cut: the share of such cuts that a large loss followed. Without one: the share of days without a cut that none followed. 0: no record.',
      ),
    recommendation: z.string(),
    features: indicators.nullable(),
  })
  .meta({ id: 'Signal' });

export const signalBatch = z
  .object({
    signal_date: sessionDate,
    results: z.array(
      z.discriminatedUnion('status', [
        z.object({ status: z.literal('ok'), ...signal.shape }),
        z.object({
          status: z.literal('error'),
          trader_id: traderCode,
          error: z.object({ code: z.string(), message: z.string(), hint: z.string() }),
        }),
      ]),
    ),
  })
  .meta({ id: 'SignalBatch' });
