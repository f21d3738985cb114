import { z } from 'zod';
import { dollars, dollarsOrNull, sessionDate } from './common.ts';

const loss = z.object({ valueAtRisk95: dollars, expectedShortfall95: dollars });

const replayed = z.object({
  session: sessionDate,
  pnl: dollars.describe("At today's size and today's limits in force, dollars."),
  pnlAtBaseLimits: dollars,
  stopped: z.array(z.string()).describe('Traders whom the limit in force would have stopped.'),
});

const scenario = z.object({
  name: z.string(),
  label: z.string(),
  deskPnl: dollars.describe(
    'The price jump on every trader at once: exactly the sum of the traders, dollars.',
  ),
  deskPnlAtBaseLimits: dollars.describe('The same: a price jump passes through a stop.'),
  overnightPnl: dollars.describe('The part of positions held overnight, dollars.'),
  usualPnl: dollars.describe('With the median day of each trader instead of the worst, dollars.'),
  nettedPnl: dollarsOrNull.describe('With the worst five minutes of the whole desk; null: not recorded.'),
  level: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  valueAtRisk95: dollarsOrNull.describe('Of the desk, with the limits in force; null: not known yet.'),
  expectedShortfall95: dollarsOrNull,
  atBaseLimits: loss.nullable(),
  withoutLimits: loss.nullable(),
  sized: z
    .object({ sessions: z.int(), pnl: dollars, pnlAtBaseLimits: dollars, worst: replayed.nullable() })
    .nullable()
    .describe("The last sessions at the scenario's size; null where the size stays."),
  traders: z.array(
    z.object({
      trader: z.string(),
      pnl: dollars,
      stopped: z.boolean().describe('Whether the loss reaches the limit in force.'),
      stoppedAtBaseLimit: z.boolean(),
      overnightPnl: dollars,
      valueAtRisk95: dollarsOrNull,
      expectedShortfall95: dollarsOrNull,
      exitSeconds: z.int().nullable().describe('Seconds of trading to close the worst exposure.'),
    }),
  ),
  symbols: z.array(z.object({ symbol: z.string(), pnl: dollars })).describe('Positions held overnight.'),
  recommendations: z.array(z.string()),
});

export const stressTest = z
  .object({
    session: sessionDate,
    summary: z.string(),
    scenarios: z.array(scenario),
    replay: z.array(replayed).describe("The desk's ten worst of 250 sessions, the worst first."),
    reverse: z.object({
      priceShock: z
        .number()
        .nullable()
        .describe('The smallest change of all prices that loses the limits, a share.'),
      whyNoPriceShock: z.string().nullable(),
      volatilityFactor: z
        .number()
        .nullable()
        .describe('The smallest multiple of volatility that does, at VaR 95.'),
      whyNoVolatilityFactor: z.string().nullable(),
      traders: z.array(z.string()),
    }),
    sumOfLimits: dollars,
    sumOfBaseLimits: dollars,
    notes: z.array(z.string()).describe('What is not known or was assumed.'),
  })
  .meta({ id: 'StressTest' });
