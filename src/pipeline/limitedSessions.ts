import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { SCALE_WINDOW, Scale } from '../domain/indicators/scale.ts';
import type { LimitBasis, TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { LimitedDay } from '../domain/outcome/limitOutcomes.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { DrawnCloses } from '../ports/learningStore.ts';
import type { DayResult, LedgerStore } from '../ports/ledgerStore.ts';
import type { LimitsInForce } from './limitsInForce.ts';

export interface LimitedDayPorts {
  readonly calendar: Pick<Calendar, 'previousSession'>;
  readonly ledger: Pick<LedgerStore, 'days' | 'lowWaterMarks' | 'recentResults'>;
}

export interface LimitedSessionsRequest {
  /** Ascending. */
  readonly sessions: readonly string[];
  readonly basis: LimitBasis;
  readonly roster: readonly RosterTrader[];
  readonly drawn: DrawnCloses;
  readonly inForce: LimitsInForce;
}

/** The days of one session with the limits in force during it. */
export interface LimitedSession {
  readonly sessionDate: string;
  readonly days: readonly LimitedDay[];
}

/** Traders may also trade on closed dates: those days are active sessions too. */
const CLOSED_DAYS = 50;

/**
 * Reads trader-days with their path, the limit in force and S before the day, session by session. Traders who
 * are not on the roster have no S.
 */
export async function* limitedSessions(
  { ledger }: LimitedDayPorts,
  { sessions, basis, roster, drawn, inForce }: LimitedSessionsRequest,
): AsyncGenerator<LimitedSession> {
  const [from, through] = [sessions[0], sessions.at(-1)];
  if (from === undefined || through === undefined) return;
  const scales = scalesBefore(
    await ledger.recentResults(through, sessions.length + SCALE_WINDOW + CLOSED_DAYS),
    roster,
    drawn,
  );
  const days = bySession(await ledger.days(from, through));
  const marksOf = new Map<string, ReadonlyMap<string, LimitedDay['marks']>>();
  for await (const { sessionDate, marks } of ledger.lowWaterMarks(from, through, basis))
    marksOf.set(sessionDate, marks);
  for (const sessionDate of sessions) {
    yield {
      sessionDate,
      days: (days.get(sessionDate) ?? []).map((summary) => ({
        summary,
        marks: marksOf.get(sessionDate)?.get(summary.trader) ?? [],
        limit: inForce.during(summary.trader, sessionDate),
        scale: scales.get(summary.trader)?.get(sessionDate) ?? null,
      })),
    };
  }
}

/** The `count` sessions before a date, ascending. */
export function sessionsBefore(
  { previousSession }: Pick<Calendar, 'previousSession'>,
  date: string,
  count: number,
): readonly string[] {
  const sessions: string[] = [];
  for (let session = previousSession(date); sessions.length < count; session = previousSession(session))
    sessions.push(session);
  return sessions.reverse();
}

function bySession(days: readonly TraderDaySummary[]): ReadonlyMap<string, readonly TraderDaySummary[]> {
  const sessions = new Map<string, TraderDaySummary[]>();
  for (const day of days) {
    const ofSession = sessions.get(day.sessionDate) ?? [];
    sessions.set(day.sessionDate, ofSession);
    ofSession.push(day);
  }
  return sessions;
}

/** S of each trader through the active session before each day, dollars. */
function scalesBefore(
  days: ReadonlyMap<string, readonly DayResult[]>,
  roster: readonly RosterTrader[],
  drawn: DrawnCloses,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(
    roster.map(({ trader, baseLimit }) => {
      const scale = new Scale(baseLimit);
      const before = new Map<string, number>();
      let current: number | null = null;
      for (const { sessionDate, netPnl } of days.get(trader) ?? []) {
        if (current !== null) before.set(sessionDate, current);
        current = scale.push(drawn.get(sessionDate)?.get(trader) ?? netPnl, sessionDate);
      }
      return [trader, before];
    }),
  );
}
