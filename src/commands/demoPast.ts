import { baseLimitOf } from '../adapters/demo/demoDesk.ts';
import {
  type AnswerAuthor,
  answerAuthors,
  isNeverSet,
  type MailedLine,
  RISK_DESK,
  type RiskDeskPast,
  scriptedAnswers,
  scriptedOverride,
} from '../adapters/demo/riskDesk.ts';
import type { DemoPeriod } from '../adapters/demo/simulation/demoSession.ts';
import type { LimitOf } from '../adapters/demo/simulation/deskSimulation.ts';
import { eventsOf, limitDuring } from '../domain/limits/inForce.ts';
import type { LimitEvent } from '../domain/limits/limitEvent.ts';
import { instantOf } from '../domain/session/marketTime.ts';
import { type MorningPorts, type MorningRequest, runMorning } from '../pipeline/morning.ts';
import { mailedAt, PAST_RECIPIENT, pastPorts } from './demoPastPorts.ts';
import { configuredRequest } from './morningPorts.ts';
import type { Stores, World } from './world.ts';

const MINUTE_MS = 60_000;
const ANSWERED_AFTER_MS = 40 * MINUTE_MS;
const OVERRIDDEN_AT = '15:30';

/**
 * Decides for a past session of the demo and records everything as if its mail had been accepted: by the
 * steps of every morning, with a mail server that accepts what it is never sent. Then the risk desk answers.
 */
export async function mailPastMorning(
  world: World,
  stores: Stores,
  { firstMailed }: DemoPeriod,
  sessionDate: string,
): Promise<void> {
  const mornings = world.calendar.sessionsBetween(firstMailed, sessionDate).length - 1;
  const past = { mornings, ...(await riskDeskPast(stores, sessionDate)) };
  const at = mailedAt(world, sessionDate);
  await mailDemoMorning(world, pastPorts(world, stores, sessionDate, at), sessionDate, at);
  const lines = await mailedLines(stores, sessionDate);
  await answer(world, stores, sessionDate, lines, past);
  await override(world, stores, sessionDate, lines, past);
}

/** Decides for a session of the demo, and records its mail as accepted at an instant. */
export async function mailDemoMorning(
  world: World,
  ports: MorningPorts,
  sessionDate: string,
  at: Date,
): Promise<void> {
  await runMorning(ports, demoMorningRequest(world, sessionDate, at));
}

/** What a morning of the demo is asked to do at an instant. No past mail is late, whatever the settings. */
export function demoMorningRequest(world: World, sessionDate: string, at: Date): MorningRequest {
  return {
    ...configuredRequest(world, sessionDate),
    deadline: new Date(at.getTime() + MINUTE_MS),
    lateAt: new Date(at.getTime() + MINUTE_MS),
    dryRun: false,
    force: false,
    allowStale: false,
    recipients: [PAST_RECIPIENT],
    deskRecipients: [PAST_RECIPIENT],
    owner: PAST_RECIPIENT,
    waitsForOther: false,
    retriesRefused: false,
    fillsRetentionDays: null,
  };
}

/**
 * The limits that the traders obey: those in force, and the base limit where a mailed limit was never set on
 * the platform.
 */
export async function obeyedLimits({ config }: World, { limits }: Stores, through: string): Promise<LimitOf> {
  const events = await limits.events(through);
  const firstBaseLimits = await limits.firstBaseLimits();
  return (trader, sessionDate) => {
    const baseLimit = baseLimitOf(trader, sessionDate);
    if (baseLimit === null) return null;
    const inForce = limitDuring({
      events: eventsOf(events, trader),
      sessionDate,
      firstBaseLimit: firstBaseLimits.get(trader) ?? baseLimit,
      baseLimit,
      lifetime: config.limitLifetime,
    });
    if (inForce.dollars === null) return baseLimit;
    const isUnset = inForce.source === 'assumed' && inForce.dollars < baseLimit;
    return isUnset && isNeverSet(trader, sessionDate) ? baseLimit : inForce.dollars;
  };
}

export async function mailedLines(
  { decisions }: Stores,
  sessionDate: string,
): Promise<readonly MailedLine[]> {
  const decided = await decisions.decisions(sessionDate, sessionDate);
  return decided.flatMap(({ trader, baseLimit, limit }) =>
    limit === undefined ? [] : [{ trader, baseLimit, limit }],
  );
}

/** Each morning is answered by one role in one way. */
function authorOf(mornings: number): AnswerAuthor {
  return answerAuthors[mornings % answerAuthors.length] ?? answerAuthors[0];
}

async function riskDeskPast(
  { limits }: Stores,
  sessionDate: string,
): Promise<Omit<RiskDeskPast, 'mornings'>> {
  const events = await limits.events(sessionDate);
  const answered = (kind: LimitEvent['kind']) => events.filter((event) => event.kind === kind).length;
  return {
    notApplied: answered('not-applied'),
    different: answered('different'),
    overrides: (await limits.overrides()).length,
  };
}

async function answer(
  world: World,
  { limits }: Stores,
  sessionDate: string,
  lines: readonly MailedLine[],
  past: RiskDeskPast,
): Promise<void> {
  const recordedAt = new Date(mailedAt(world, sessionDate).getTime() + ANSWERED_AFTER_MS);
  await limits.record(
    scriptedAnswers(sessionDate, lines, past).map(
      ({ line: { trader, baseLimit }, kind, dollars, reason }) => ({
        kind,
        trader,
        sessionDate,
        recordedAt,
        dollars,
        baseLimit,
        revision: 0,
        reason,
        ...authorOf(past.mornings),
      }),
    ),
  );
}

async function override(
  { calendar, config }: World,
  { limits }: Stores,
  sessionDate: string,
  lines: readonly MailedLine[],
  past: RiskDeskPast,
): Promise<void> {
  const scripted = scriptedOverride(sessionDate, lines, past);
  if (scripted === null) return;
  const { line, dollars, sessions } = scripted;
  const firstSession = calendar.nextSession(sessionDate);
  let lastSession = firstSession;
  for (let session = 1; session < sessions; session += 1) lastSession = calendar.nextSession(lastSession);
  await limits.addOverride({
    trader: line.trader,
    dollars,
    firstSession,
    lastSession,
    reason: 'spoken-to',
    note: null,
    by: RISK_DESK,
    at: instantOf(sessionDate, OVERRIDDEN_AT, config.timezone),
    baseLimit: line.baseLimit,
    recommended: line.limit.recommendedLimit,
    renewals: 0,
  });
}
