import { isCritical } from '../../domain/decision/criticalAlerts.ts';
import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import { eventsOf } from '../../domain/limits/inForce.ts';
import { classifyDay, type LimitDuring } from '../../domain/outcome/classifiedDay.ts';
import type { Alert } from '../../domain/report/report.ts';
import { baseLimitOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DrawnCloses, LearningStore } from '../../ports/learningStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import type { TraderHistory, TraderPath, TraderSession } from '../../ports/screens/traderHistories.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { type LimitPorts, type LimitTerms, requireRosterEntry } from '../limits/deskLimits.ts';
import { type LimitsInForce, readInForce, readLimitsInForce } from '../limitsInForce.ts';

export interface TraderHistoryPorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
  readonly learning: Pick<LearningStore, 'drawnCloses'>;
}

export interface TraderHistoryRequest {
  readonly trader: string;
  /** The session whose path is read; null: the last one that the trader traded. */
  readonly day: string | null;
  readonly basis: LimitBasis;
}

/** Half a year of sessions. */
export const HISTORY_SESSIONS = 120;

/**
 * What is stored of one trader: the last 120 sessions before the one due now, with the limit in force during
 * each and what it did. Retired traders keep their history.
 * @throws InputError `unknown_trader`
 */
export async function readTraderHistory(
  ports: TraderHistoryPorts,
  terms: LimitTerms,
  { trader, day, basis }: TraderHistoryRequest,
): Promise<TraderHistory> {
  const entry = requireRosterEntry(await ports.roster.all(), trader, 'trader');
  const baseLimit = baseLimitOf(entry, terms.defaultLimit);
  const { dueSession, lifetime } = terms;
  const dates = sessionsBefore(ports.calendar, dueSession, HISTORY_SESSIONS);
  const range = { from: dates[0] ?? dueSession, to: dates.at(-1) ?? dueSession };
  const limited = [{ trader, baseLimit }];
  const days = await ports.ledger.daysOf(trader, range, HISTORY_SESSIONS);
  const marks = await ports.ledger.marksOf(trader, range, basis);
  const facts = {
    days: new Map(days.map((each) => [each.sessionDate, each])),
    marks,
    limits: await readLimitsInForce(ports, limited, dates, lifetime),
    drawn: await ports.learning.drawnCloses(dueSession),
    baseLimit,
  };
  const inForce = (await readInForce(ports, limited, dueSession, lifetime)).get(trader) ?? null;
  const decisions = await ports.decisions.decisionsOf(trader, range.from, dueSession);
  const events = eventsOf(await ports.limits.events(dueSession), trader);
  return {
    entry,
    baseLimit,
    dueSession,
    inForce: entry.active ? inForce : null,
    sessions: dates.map((date) => sessionOf(trader, date, facts)),
    decisions,
    criticalAlerts: await criticalAlertsOf(ports, trader, decisions.at(-1)?.sessionDate),
    events: events.filter(({ sessionDate }) => sessionDate >= range.from),
    overrides: (await ports.limits.overrides()).filter((each) => each.trader === trader),
    path: pathOf(days, marks, day, basis),
  };
}

async function criticalAlertsOf(
  { decisions }: TraderHistoryPorts,
  trader: string,
  sessionDate: string | undefined,
): Promise<readonly Alert[]> {
  const report = sessionDate === undefined ? null : await decisions.report(sessionDate);
  return (report?.alerts ?? []).filter((alert) => alert.trader === trader && isCritical(alert));
}

interface TraderFacts {
  readonly days: ReadonlyMap<string, TraderDaySummary>;
  readonly marks: ReadonlyMap<string, readonly LowWaterMark[]>;
  readonly limits: LimitsInForce;
  readonly drawn: DrawnCloses;
  readonly baseLimit: number;
}

function sessionOf(trader: string, sessionDate: string, facts: TraderFacts): TraderSession {
  const during = facts.limits.during(trader, sessionDate);
  const limit = dollarsOf(during, facts.baseLimit);
  const day = facts.days.get(sessionDate);
  if (day === undefined)
    return { sessionDate, day: null, limit, kind: 'free', reachedSecond: null, scoredPnl: null };
  const { kind, stop } = classifyDay(day, facts.marks.get(sessionDate) ?? [], during);
  const drawn = kind === 'stopped' ? facts.drawn.get(sessionDate)?.get(trader) : undefined;
  return {
    sessionDate,
    day,
    limit,
    kind,
    reachedSecond: stop?.secondOfDay ?? null,
    scoredPnl: drawn ?? day.netPnl,
  };
}

/** A session without any event had the base limit. */
function dollarsOf({ dollars, source, baseLimit }: LimitDuring, present: number): number | null {
  return source === 'base' ? (dollars ?? baseLimit ?? present) : dollars;
}

function pathOf(
  days: readonly TraderDaySummary[],
  marks: TraderFacts['marks'],
  asked: string | null,
  basis: LimitBasis,
): TraderPath | null {
  const found = asked === null ? days.at(-1) : days.find(({ sessionDate }) => sessionDate === asked);
  if (found === undefined) return null;
  const { sessionDate } = found;
  return { sessionDate, basis, marks: marks.get(sessionDate) ?? [] };
}
