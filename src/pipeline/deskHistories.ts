import { DeskHistory } from '../domain/engines/model/deskHistory.ts';
import type { UncensoredPnl } from '../domain/engines/model/deskMembers.ts';
import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { HISTORY_SESSIONS } from '../domain/indicators/traderSeries.ts';
import type { TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { DrawnCloses } from '../ports/learningStore.ts';
import { type HolePorts, readHoles } from './holes.ts';

/**
 * Returns the history on the morning of a session: the last active sessions of each trader before it.
 * @param through the last session that will be added to it
 */
export async function historyBefore(
  ports: HolePorts,
  roster: readonly RosterTrader[],
  sessionDate: string,
  through: string,
  drawn: DrawnCloses,
): Promise<DeskHistory> {
  const before = ports.calendar.previousSession(sessionDate);
  const holes = await readHoles(ports, through);
  return historyOf(ports, roster, sessionDate, {
    days: await ports.ledger.recentDays(before, HISTORY_SESSIONS),
    holes,
    drawn,
  });
}

/** Days of each trader, oldest first, and the missing sessions of the desk. */
export interface LoadedHistory {
  readonly days: ReadonlyMap<string, readonly TraderDaySummary[]>;
  readonly holes: readonly string[];
  /** The drawn closes of stopped days. */
  readonly drawn: DrawnCloses;
}

/**
 * Builds the history on the morning of a session from days that are loaded already; later days are left out.
 */
export function historyOf(
  { calendar }: { readonly calendar: Calendar },
  roster: readonly RosterTrader[],
  sessionDate: string,
  loaded: LoadedHistory,
): DeskHistory {
  return historyThrough({ calendar }, roster, calendar.previousSession(sessionDate), loaded);
}

/** Builds the history through a session from days that are loaded already; later days are left out. */
export function historyThrough(
  { calendar }: { readonly calendar: Calendar },
  roster: readonly RosterTrader[],
  through: string,
  loaded: LoadedHistory,
): DeskHistory {
  const history = new DeskHistory(roster, sessionsAfter(calendar), loaded.holes);
  const uncensored = uncensoredBy(loaded.drawn);
  for (const days of loaded.days.values())
    history.push(
      days.filter((day) => day.sessionDate <= through),
      uncensored,
    );
  return history;
}

/** The P&L that forecasts are made of: the drawn close of a stopped day, else as seen. */
export function uncensoredBy(drawn: DrawnCloses): UncensoredPnl {
  return ({ sessionDate, trader, netPnl }) => drawn.get(sessionDate)?.get(trader) ?? netPnl;
}

function sessionsAfter(calendar: Calendar): (from: string, to: string) => number {
  return (from, to) => calendar.sessionsBetween(from, to).filter((session) => session > from).length;
}
