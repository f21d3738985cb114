import type { SimulatedDesk, SimulatedSession } from '../../scripts/simulation/simulatedDesk.ts';
import type { LowWaterMark, TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import type { NewLimitEvent } from '../../src/domain/limits/limitEvent.ts';
import { stopAt } from '../../src/domain/outcome/counterfactual.ts';
import { calendar } from './learningDesk.ts';
import { limitEvent } from './limits.ts';

/** A desk on which limits of 40 % of the base limit end some days, and the events of these limits. */
export interface StoppedDesk {
  readonly sessions: readonly SimulatedSession[];
  readonly events: readonly NewLimitEvent[];
  readonly stopped: readonly { readonly trader: string; readonly sessionDate: string }[];
}

const CUT = 0.4;

/** Stops the traders of every third session from `first` on whose realised P&L reaches the limit. */
export function stoppedDesk(
  { roster }: SimulatedDesk,
  sessions: readonly SimulatedSession[],
  first: number,
): StoppedDesk {
  const events: NewLimitEvent[] = [];
  const stopped: { trader: string; sessionDate: string }[] = [];
  const baseOf = new Map(roster.map(({ trader, baseLimit }) => [trader, baseLimit]));
  const cutDays = (session: SimulatedSession) => ({
    ...session,
    days: session.days.map((day) => {
      const baseLimit = baseOf.get(day.trader) ?? 0;
      const stop = stopAt(day.lowWaterMarks.realised, CUT * baseLimit);
      if (stop === null) return day;
      events.push(...limitFor(day, CUT * baseLimit, baseLimit));
      stopped.push({ trader: day.trader, sessionDate: day.sessionDate });
      return endedAt(day, stop);
    }),
  });
  return {
    sessions: sessions.map((session, place) =>
      place >= first && place % 3 === 0 ? cutDays(session) : session,
    ),
    events,
    stopped,
  };
}

/** The limit in force on one session only. */
function limitFor(
  { trader, sessionDate }: TraderDayFacts,
  dollars: number,
  baseLimit: number,
): NewLimitEvent[] {
  const next = calendar.nextSession(sessionDate);
  return [
    limitEvent({ trader, sessionDate, dollars, baseLimit }),
    limitEvent({ trader, sessionDate: next, dollars: baseLimit, baseLimit }),
  ];
}

/** The day with nothing after the mark, and flat at it. */
function endedAt(day: TraderDayFacts, stop: LowWaterMark): TraderDayFacts {
  const through = (marks: readonly LowWaterMark[]) =>
    marks.filter(({ secondOfDay }) => secondOfDay <= stop.secondOfDay);
  return {
    ...day,
    netPnl: stop.totalPnl,
    grossPnl: stop.totalPnl + day.fees,
    lastOpeningSecond: stop.secondOfDay - 60,
    lastFillSecond: stop.secondOfDay,
    lowWaterMarks: { realised: through(day.lowWaterMarks.realised), total: through(day.lowWaterMarks.total) },
  };
}
