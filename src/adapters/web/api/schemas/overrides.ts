import { z } from 'zod';
import { dollars, dollarsOrNull, instant, limitDollars, sessionDate, traderCode, words } from './common.ts';

const reason = z
  .enum(['spoken-to', 'hedged', 'event-day', 'limit-too-tight', 'other'])
  .describe('Why. `other` needs a note.');

export const overrideStatus = z
  .enum(['pending', 'in-force', 'ended'])
  .describe('pending: above the base limit, without effect until someone else approves it.');

export const overrideBody = z
  .strictObject({
    trader: traderCode,
    dollars: limitDollars,
    firstSession: sessionDate.optional().describe('Default: the session due now.'),
    lastSession: sessionDate.optional().describe('Default: the first one. At most five sessions.'),
    reason,
    note: words(500).optional(),
  })
  .meta({
    id: 'NewOverride',
    example: { trader: 'T02', dollars: 6000, reason: 'hedged', note: 'short calls against the stock' },
  });

export const override = z
  .object({
    id: z.int(),
    trader: traderCode,
    dollars: dollars.describe('The limit that holds, dollars.'),
    firstSession: sessionDate,
    lastSession: sessionDate,
    reason,
    note: z.string().nullable(),
    by: z.string(),
    at: instant,
    baseLimit: dollars.describe('The base limit when it was given, dollars.'),
    recommended: dollarsOrNull.describe("Daybreak's own limit when it was given, dollars."),
    renewals: z.int().describe('How many overrides of the trader it directly follows.'),
    approvedBy: z.string().nullable(),
    endedFrom: sessionDate.nullable().describe('The first session for which it no longer holds.'),
    endedBy: z.string().nullable(),
    status: overrideStatus,
  })
  .meta({ id: 'Override', description: 'A limit that holds instead of the recommended one.' });

export const overrides = z
  .object({ overrides: z.array(override).describe('Oldest first.') })
  .meta({ id: 'Overrides' });
