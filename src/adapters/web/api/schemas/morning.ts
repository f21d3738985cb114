import { z } from 'zod';
import {
  dollars,
  dollarsOrNull,
  inForceSource,
  instant,
  problem,
  sessionDate,
  traderCode,
} from './common.ts';

const tier = z
  .enum(['high', 'neutral', 'low', 'unknown'])
  .describe('Risk tier. A trader who is cut is never low; unknown: too little history.');

export const indicators = z
  .record(z.string(), z.number().nullable())
  .describe(
    'Value of each indicator on the morning of the decision, by its id; null: not enough data. docs/methods.md has the formula and unit of each.',
  );

const proofItem = z.object({
  code: z.string(),
  session: sessionDate,
  symbol: z.string().nullable().describe('null: the finding concerns the whole day.'),
  text: z.string(),
});

export const trackRecord = z
  .object({
    cuts: z.int().describe('Cuts of the same engine and kind over the last 250 sessions.'),
    followedByLargeLoss: z.int().describe('How many of them were followed by a large loss.'),
    deskRate: z.number().nullable().describe('Share of such losses on days without a cut, 0 to 1.'),
  })
  .describe('What the confidence rests on.');

export const morningTrader = z
  .object({
    trader: traderCode,
    desk: z.string(),
    action: z
      .enum(['cut', 'keep', 'review', 'withheld'])
      .describe(
        'cut: lower the limit. keep: the base limit. review: too little history, decide by hand. withheld: the P&L is not proven.',
      ),
    tier,
    baseLimit: dollars.describe('Base limit, dollars.'),
    newLimit: dollars.describe('Equal to `target`, dollars.'),
    limitInForce: dollarsOrNull.describe('The limit in force before the mail, dollars; null: not known.'),
    inForceSource,
    inForceSince: sessionDate.nullable().describe('The session since which it holds; null: since ever.'),
    target: dollars.describe('The limit that should hold today, dollars.'),
    change: z
      .enum(['lower', 'raise', 'stay', 'set'])
      .describe('What has to be done on the platform. set: the limit in force is not known.'),
    cutDay: z
      .int()
      .nullable()
      .describe('The n-th session in a row below the base limit; null: not below it.'),
    override: z
      .object({
        id: z.int(),
        dollars,
        through: sessionDate.describe('The last session for which it holds.'),
        reason: z.string(),
        note: z.string().nullable(),
        by: z.string(),
      })
      .nullable()
      .describe('The override that holds for the session.'),
    wouldHaveStopped: z
      .object({
        sessions: z.int().describe('Active sessions that were looked at, at most 60.'),
        stopped: z.int().describe('In how many of them the target would have stopped the trader.'),
      })
      .nullable(),
    modelTier: tier.nullable().describe("The tier of the model's own forecast."),
    trackRecord: trackRecord.nullable(),
    reductionPct: z.number().describe('Recommended cut, percent of the base limit; 0: no cut.'),
    proposedReductionPct: z.number().describe("The engine's proposal, recommended or not, percent."),
    confidence: z.enum(['high', 'medium', 'low']),
    reasons: z.array(z.string()),
    valueAtRisk95: dollarsOrNull.describe('Loss exceeded on 5 % of days, dollars; null: no forecast.'),
    largeLossProbability: z.number().nullable().describe('0 to 1; null: no forecast.'),
    isYoung: z.boolean().describe('VaR and chance of a large loss rest on 10 to 19 active sessions only.'),
    warnings: z.array(z.string()).describe('Codes of warnings.'),
    warningEvidence: z.array(z.object({ code: z.string(), text: z.string() })),
    reconciled: z
      .boolean()
      .nullable()
      .describe('Whether the P&L equals that of the source; null: the source has no totals.'),
    notProven: z.array(proofItem).describe('Why the P&L is not proven.'),
    notes: z.array(proofItem).describe('Findings that do not withhold the decision.'),
    activeSessions: z.int().describe('Active sessions in the history of the trader.'),
    indicators: indicators.optional(),
  })
  .meta({ id: 'MorningTrader', description: 'The decision about one trader.' });

export const alert = z.object({ code: z.string(), trader: z.string().optional(), text: z.string() });

export const morningAnswer = z
  .object({
    trader: traderCode,
    answer: z.enum(['applied', 'different', 'not-applied']),
    dollars: dollarsOrNull.describe('The limit that was set, dollars; null: not applied.'),
    reason: z.string().nullable(),
    by: z.string().describe('Who answered.'),
    at: instant,
    through: z.string().describe('mail link, page, api or command.'),
    revision: z.int().nullable().describe('The revision of the decision that was answered.'),
  })
  .meta({
    id: 'MorningAnswer',
    description: 'An answer to the mail. A later one supersedes an earlier one.',
  });

export const unconfirmedAnswer = z
  .object({ ...morningAnswer.shape, because: z.string().describe('Why it is not confirmed.') })
  .meta({
    id: 'UnconfirmedAnswer',
    description: 'An answer that may come from a program that reads mail. It changes no limit.',
  });

const differing = z.object({
  event: z.int(),
  trader: traderCode,
  kind: z.enum(['set', 'different', 'readback']),
  holds: dollars.describe('What the platform has, dollars.'),
  asked: dollars.describe('What the mail asked for, dollars.'),
  mailedFor: sessionDate,
  by: z.string(),
});

const yesterday = z.object({
  cuts: z.int().describe('Traders with a limit below the base limit in force.'),
  stopped: z.array(
    z.object({
      trader: traderCode,
      secondOfDay: z.int().describe('Seconds since midnight, market time.'),
      limit: dollars,
      isAssumed: z.boolean(),
      continuation: dollarsOrNull.describe('What such days became after that point on average, dollars.'),
    }),
  ),
  ignored: z.array(z.object({ trader: traderCode, secondOfDay: z.int(), limit: dollars })),
  notReached: z.int(),
  assumedNotApplied: z.array(z.string()).optional(),
  nearLimit: z.array(z.object({ trader: traderCode, usedPct: z.number() })),
  usedPct: z.record(z.string(), z.number()).describe('Share of the limit used at worst, percent, by trader.'),
  saved: dollarsOrNull,
  cost: dollarsOrNull,
  interval: z.array(z.number()).nullable().describe('5 % to 95 % of saved − cost, dollars.'),
  notKnown: z.int(),
  overrides: z.array(z.object({ trader: traderCode, by: z.string(), dollars: dollarsOrNull })),
});

export const morning = z
  .object({
    sessionDate: sessionDate.describe('The session of the limits.'),
    revision: z.int().describe('0: the morning. 1 and more: corrections.'),
    decidedAt: instant,
    dataThrough: sessionDate.describe('The last session whose fills were used.'),
    source: z.enum(['propreports', 'csv', 'demo']),
    engine: z
      .enum(['ridge', 'rules', 'no-cut', 'none'])
      .describe('What decided: the model, the rules, no cut (cuts are switched off), or nothing.'),
    engineReason: z.string(),
    gate: z
      .object({
        improvement: z.number(),
        lowerBound: z.number(),
        sessions: z.int(),
        inForce: z.boolean(),
      })
      .nullable()
      .describe('Whether the model has proved better than the rules; shares are fractions.'),
    changes: z
      .object({ lower: z.int(), raise: z.int(), stay: z.int(), set: z.int() })
      .nullable()
      .describe('How many limits are to be changed; null in reports of earlier versions.'),
    stale: z.boolean().describe('The fills are older than the session before. No limit was raised.'),
    desk: z.object({
      netPnl: dollars,
      fees: dollars,
      fills: z.int(),
      activeTraders: z.int(),
      losingTraders: z.int(),
      yesterday: dollarsOrNull.describe('Net P&L of the last session, dollars.'),
      week: dollarsOrNull.describe('Net P&L of its week, dollars.'),
      monthToDate: dollarsOrNull.describe('Net P&L of its month, dollars.'),
    }),
    yesterday: yesterday.nullable().describe('What became of the limits of the last session.'),
    platformDiffers: z.array(differing),
    traders: z.array(morningTrader),
    alerts: z.array(alert),
    dataQuality: z.array(z.object({ code: z.string(), count: z.int(), text: z.string() })),
    answers: z.array(morningAnswer).describe('The answers so far, oldest first.'),
    unconfirmed: z.array(unconfirmedAnswer),
    delivery: z.object({
      status: z.enum(['sent', 'queued', 'late']),
      recipients: z.array(z.object({ address: z.string(), status: z.string(), messageId: z.string() })),
    }),
  })
  .meta({
    id: 'Morning',
    description:
      'The document of `morning --json` as it is stored, with its revision and the answers so far.',
  });

export const traderMorning = z
  .object({
    sessionDate,
    revision: z.int(),
    decidedAt: instant,
    trader: morningTrader,
    accounts: z.array(z.string()).describe('Codes of accounts, as the roster had them.'),
    pnl: z
      .object({
        yesterday: dollarsOrNull.describe('Net P&L of the last session, dollars; null: did not trade.'),
        fiveSessions: dollars.describe('Net P&L of the last five sessions, dollars.'),
        monthToDate: dollars.describe('Net P&L of the month, dollars.'),
      })
      .nullable(),
    history: z
      .array(
        z.object({
          sessionDate,
          netPnl: dollars,
          limitInForce: dollarsOrNull,
        }),
      )
      .describe('The sessions of the chart in the mail; only for traders whose limit changes.'),
    alerts: z.array(alert),
    answers: z.array(morningAnswer),
    unconfirmed: z.array(unconfirmedAnswer),
  })
  .meta({ id: 'TraderMorning', description: 'The decision about one trader, with its evidence.' });

export const noDecision = problem
  .extend({
    code: z.literal('no_decision'),
    sessionDate,
    state: z
      .enum(['not-begun', 'running', 'failed', 'over'])
      .describe(
        'not-begun: no step was begun. running: a step is under way. failed: a step failed and is tried again. over: the deadline has passed without limits.',
      ),
    step: z.string().nullable().describe('The step under way, or the one that failed.'),
    beginsAt: instant.describe('When the morning begins, or began.'),
    askAgainAt: instant.describe('When it is worth asking again; Retry-After has the seconds.'),
  })
  .meta({
    id: 'NoDecision',
    description: 'The session is due, and its morning has not decided yet.',
    example: undefined,
  });
