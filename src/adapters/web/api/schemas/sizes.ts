import { z } from 'zod';
import { DEFAULT_MAX_RISK } from '../../../../domain/risk/sizing/sizeAnswer.ts';
import { dollarsOrNull, sessionDate, traderCode } from './common.ts';

const symbol = z.string().min(1).max(100);

export const sizeBody = z
  .object({
    trader: traderCode,
    symbol: symbol.optional().describe('Left out: a share of the usual size, in any symbol.'),
    price: z.number().optional().describe('Dollars; default: the last price at which the desk traded it.'),
    maxRisk: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe(
        `The share of risk capital that the worst days may cost on average; default ${DEFAULT_MAX_RISK}.`,
      ),
    lot: z.int().min(1).max(1e9).optional().describe('Sizes are multiples of so many units; default 1.'),
    session: sessionDate.optional().describe('The session to size for; default: the one due.'),
  })
  .strict()
  .meta({ id: 'SizeQuestion', example: { trader: 'T5', symbol: 'AAPL', price: 187.5 } });

export const size = z
  .object({
    session: sessionDate,
    dataThrough: sessionDate.describe('The last session whose trading is known.'),
    stale: z.boolean().describe('The newest fills are older than the session before.'),
    trader: traderCode,
    symbol: symbol.nullable(),
    price: z.number().nullable(),
    multiplier: z.number().min(0).max(1).describe('Share of the usual size, never above 1.'),
    size: z.number().nullable().describe('Units; null: no symbol was asked for, or `reasons` say why.'),
    value: dollarsOrNull.describe('What the size is worth, dollars; without a symbol, an order.'),
    usual: z.number().nullable().describe("The trader's median order in the symbol; null: not known."),
    usualValue: dollarsOrNull.describe('What the usual order is worth, dollars.'),
    budget: dollarsOrNull.describe('What the worst days may cost on average, dollars.'),
    expectedShortfall: dollarsOrNull.describe(
      'Upper bound of the mean loss of the worst 5 % of days, dollars, as a positive number.',
    ),
    confidence: z.enum(['high', 'medium', 'low']),
    riskLevel: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
    boundBy: z
      .enum(['usual-size', 'expected-shortfall', 'rules-cut', 'risk-budget', 'position-cap'])
      .nullable()
      .describe('What sets the size; null: no size.'),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'Size', description: 'How large a trader should trade a session. docs/sizing.md.' });
