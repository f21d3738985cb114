import { z } from 'zod';
import { dollars, dollarsOrNull, inForceSource, sessionDate, traderCode } from './common.ts';

export const traders = z
  .object({
    dueSession: sessionDate.describe('The session that the desk stands at.'),
    traders: z.array(
      z.object({
        trader: traderCode,
        desk: z.string(),
        active: z.boolean(),
        accounts: z.array(z.string()),
        baseLimit: dollars.describe('Base limit, dollars.'),
        riskCapital: dollarsOrNull.describe('Dollars; null: 20 times the base limit.'),
        limitInForce: dollarsOrNull.describe('Dollars; null: not known, or the trader is not active.'),
        source: inForceSource.nullable().describe('null: the trader is not active.'),
        since: sessionDate.nullable(),
        by: z.string().nullable().describe('Who said so last.'),
      }),
    ),
  })
  .meta({ id: 'Traders', description: 'The roster, with the limits in force after mails and answers.' });

const seconds = z.number().nullable().describe('Seconds since midnight, market time; null: not known.');

export const traderDay = z
  .object({
    sessionDate,
    netPnl: dollars.describe('Realised P&L after fees, dollars.'),
    grossPnl: dollars.describe('Realised P&L before fees, dollars.'),
    fees: dollars,
    limitInForce: dollarsOrNull.describe(
      'The limit in force during the session, dollars; null: the base limit of then, or not known.',
    ),
    limitSource: inForceSource,
    fills: z.int(),
    orders: z.int(),
    roundTrips: z.int(),
    winningTrips: z.int(),
    losingTrips: z.int(),
    grossWin: dollars.describe('Sum of the gains of winning trips, dollars.'),
    grossLoss: dollars.describe('Sum of the losses of losing trips, dollars, as a positive number.'),
    largestTripLoss: dollars.describe('Dollars, as a positive number.'),
    shares: z.number().describe('Shares or contracts bought plus sold.'),
    notional: dollars.describe('Notional traded, dollars.'),
    symbols: z.int(),
    overnightNotional: dollars.describe('Notional of the open lots at the close, dollars.'),
    firstFillSecond: seconds,
    lastFillSecond: seconds,
    bestRunningPnl: dollarsOrNull.describe('Best running total P&L, dollars, 0 or more.'),
    worstRunningPnl: dollarsOrNull.describe('Worst running total P&L, dollars, 0 or less.'),
    giveBack: dollarsOrNull.describe('Best less last running P&L, dollars.'),
  })
  .meta({ id: 'TraderDay', description: 'What one trader did in one session, all accounts together.' });

export const traderDays = z
  .object({
    trader: traderCode,
    days: z.array(traderDay).describe('Oldest first. Sessions without fills are left out.'),
    nextCursor: z.string().nullable().describe('Give it as `cursor` for the next page; null: no more days.'),
  })
  .meta({ id: 'TraderDays' });
