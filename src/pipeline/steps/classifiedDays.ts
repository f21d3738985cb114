import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type { ClassifiedDay } from '../../domain/outcome/classifiedDay.ts';
import { DONOR_SESSIONS, type LimitOutcome, LimitOutcomes } from '../../domain/outcome/limitOutcomes.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { LearningStore } from '../../ports/learningStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import { type LimitedDayPorts, limitedSessions, sessionsBefore } from '../limitedSessions.ts';
import { type LimitPorts, readLimitsInForce } from '../limitsInForce.ts';
import { rosterTraders } from '../rosterTraders.ts';

export interface ClassifiedDayPorts extends LimitedDayPorts, LimitPorts {
  readonly calendar: Calendar;
  readonly learning: Pick<LearningStore, 'drawnCloses'>;
  readonly roster: RosterStore;
}

export interface ClassifiedDaysRequest {
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly defaultLimit: number;
}

export interface ClassifiedDays {
  /** The trader-days of the range, by session, then trader. */
  readonly days: readonly ClassifiedDay[];
  /**
   * Traders who in the 60 sessions through the last one ignored more limits than stopped at: their assumed
   * limits count as not applied. By name.
   */
  readonly assumedNotApplied: readonly string[];
}

/**
 * What became of the limits in force on the trader-days of a range of at most 250 sessions. A stopped day has
 * the drawn close that it was learned with, and one continuation for each donor of the 250 sessions through
 * the last one. Call it after learning.
 */
export async function readClassifiedDays(
  ports: ClassifiedDayPorts,
  from: string,
  through: string,
  request: ClassifiedDaysRequest,
): Promise<ClassifiedDays> {
  const next = ports.calendar.nextSession(through);
  const sessions = sessionsBefore(ports.calendar, next, DONOR_SESSIONS);
  const { limits, outcomes, drawn, traders } = await readLimitOutcomes(ports, sessions, from, request);
  return {
    days: outcomes.map((outcome) => ({
      ...classified(outcome, drawn),
      ...limits.continuations(outcome),
    })),
    assumedNotApplied: traders.filter((trader) => limits.areNotApplied(trader)).sort(),
  };
}

/**
 * The outcomes of the limits on the days from a session on. Their draws are those of the walk where the
 * sessions begin 250 before it.
 * @param sessions ascending
 */
export async function readLimitOutcomes(
  ports: ClassifiedDayPorts,
  sessions: readonly string[],
  from: string,
  { limitBasis, limitLifetime, defaultLimit }: ClassifiedDaysRequest,
) {
  const roster = rosterTraders(await ports.roster.all(), defaultLimit);
  const inForce = await readLimitsInForce(ports, roster, sessions, limitLifetime);
  const drawn = await ports.learning.drawnCloses(ports.calendar.nextSession(sessions.at(-1) ?? from));
  // Without a limit below the base limit every day is free, and no day needs donors.
  const needed = inForce.hasCut(sessions) ? sessions : sessions.filter((session) => session >= from);
  const limits = new LimitOutcomes();
  const outcomes: LimitOutcome[] = [];
  const request = { sessions: needed, basis: limitBasis, roster, drawn, inForce };
  for await (const { sessionDate, days } of limitedSessions(ports, request)) {
    const ofSession = limits.add(sessionDate, days);
    if (sessionDate >= from) outcomes.push(...ofSession);
  }
  return { limits, outcomes, drawn, traders: roster.map(({ trader }) => trader) };
}

function classified(
  { summary, kind, limit, stop, isAssumedNotApplied }: LimitOutcome,
  drawn: Awaited<ReturnType<LearningStore['drawnCloses']>>,
): Omit<ClassifiedDay, 'continuations' | 'donorSessions' | 'meanContinuation'> {
  const { sessionDate, trader, netPnl } = summary;
  return {
    sessionDate,
    trader,
    kind,
    limit,
    secondOfDay: stop?.secondOfDay ?? null,
    isAssumedNotApplied,
    netPnl,
    uncensoredNetPnl: kind === 'stopped' ? (drawn.get(sessionDate)?.get(trader) ?? null) : null,
  };
}
