import type { Decision } from '../../domain/decision/decision.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type {
  FailedNotice,
  LateNotice,
  LimitsInForce,
  StandingLimit,
  UnknownToNotice,
} from '../../domain/report/notices.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import { shortDay } from '../../domain/text/dates.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import { readInForce } from '../limitsInForce.ts';
import { readLastMailed } from '../steps/pastDecisions.ts';
import { delayOf, type Failure } from './problem.ts';

interface LimitPorts {
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly limits: Pick<LimitStore, 'events' | 'firstBaseLimits'>;
}

/**
 * The limits that were mailed last before a session, and what is in force on the platform; null where none
 * were mailed.
 */
export async function limitsBefore(
  { decisions, outbox, limits }: LimitPorts,
  sessionDate: string,
  lifetime: LimitLifetime,
): Promise<LimitsInForce | null> {
  const last = await readLastMailed({ decisions, outbox }, addDays(sessionDate, -1));
  const report = last === null ? null : await decisions.report(last);
  if (last === null || report === null) return null;
  const standing = await standingLimits(limits, report.decisions, sessionDate, lifetime);
  return { sessionDate: last, decisions: report.decisions, standing };
}

/** What the platform enforces for each trader of the last mail, from the stored events. */
async function standingLimits(
  limits: LimitPorts['limits'],
  decisions: readonly Decision[],
  sessionDate: string,
  lifetime: LimitLifetime,
): Promise<readonly StandingLimit[]> {
  const inForce = await readInForce({ limits }, decisions, sessionDate, lifetime);
  return decisions.flatMap(({ trader, desk, baseLimit }) => {
    const own = inForce.get(trader);
    if (own === undefined) return [];
    const { dollars, source, since } = own;
    return [{ trader, desk, baseLimit, dollars, source, since }];
  });
}

/** The facts from which LATE and FAILED are built. */
export interface RiskNoticeFacts {
  readonly times: MorningTimes;
  readonly timezone: string;
  readonly at: Date;
  /** The session whose fills the morning needs. */
  readonly dataThrough: string;
  readonly failure: Failure | null;
  readonly inForce: LimitsInForce | null;
  readonly unknown: UnknownToNotice;
}

/** The detail of LATE while a first try is still under way. */
const STILL_RUNNING = 'The run is taking longer than usual.';

const NOT_TAKEN = 'Each recipient gets them as soon as it takes them.';

export function lateNotice(facts: RiskNoticeFacts, decided: boolean): LateNotice {
  const { times, timezone, at, dataThrough, failure, inForce, unknown } = facts;
  const ofRun = failure === null ? 'unreachable' : delayOf(failure.problem);
  const delay = decided ? 'undelivered' : ofRun;
  return {
    at,
    timezone,
    sessionDate: times.sessionDate,
    delay,
    detail: decided ? NOT_TAKEN : (failure?.problem.message ?? STILL_RUNNING),
    since: failure?.since ?? times.begins,
    nextTryAt: failure !== null && failure.nextTryAt > at ? failure.nextTryAt : null,
    untilAt: times.deadline,
    missingSessions: delay === 'not_ready' ? [dataThrough] : [],
    missingAccounts: [],
    limitsOf: inForce?.sessionDate ?? null,
    ...(inForce?.standing === undefined ? {} : { standing: inForce.standing }),
    unknown,
  };
}

export function failedNotice(facts: RiskNoticeFacts, decided: boolean): FailedNotice {
  const { times, timezone, at, inForce, unknown } = facts;
  return { at, timezone, sessionDate: times.sessionDate, why: whyFailed(facts, decided), inForce, unknown };
}

function whyFailed({ failure, dataThrough }: RiskNoticeFacts, decided: boolean): string {
  if (decided) return 'The limits were decided, but no mail could be delivered in time.';
  if (failure === null) return 'The run was not finished in time.';
  switch (delayOf(failure.problem)) {
    case 'not_ready':
      return `The source has no fills for ${shortDay(dataThrough)}. If the market was closed that day, the operator adds it to CALENDAR_OVERRIDES`;
    case 'incomplete':
      return `The source gave only part of the fills for ${shortDay(dataThrough)}`;
    case 'unreachable':
      return `The source gave no usable answer: ${failure.problem.message}`;
    case 'failing':
      return `The run did not succeed (${failure.problem.code}); the operator knows`;
  }
}
