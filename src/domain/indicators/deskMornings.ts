import type { DeskMorning } from './indicator.ts';
import { orNull } from './ringBuffer.ts';
import { refusal, type TraderSeries } from './traderSeries.ts';

/** Market sessions after `from`, up to and including `to`. */
export type SessionsBetween = (from: string, to: string) => number;

/**
 * The morning after `previousSession` as each trader of the desk meets it, in the order of the desk, which changes nothing else.
 * Throws DecisionError for a series that has gone beyond the previous session (it would let the future in), or a trader
 * listed twice.
 */
export function deskMornings(
  desk: readonly TraderSeries[],
  previousSession: string,
  sessionsBetween: SessionsBetween,
): DeskMorning[] {
  refuseDoubled(desk);
  for (const series of desk) refuseLookAhead(series, previousSession);
  const r = desk.map((series) => scaledPnlOn(series, previousSession));
  const deskSortedScaledPnl = Float64Array.from(r.filter((value) => value !== null)).sort();
  const idleSince = idleness(previousSession, sessionsBetween);
  return desk.map(({ lastSession }, place) => ({
    previousSession,
    idleSessions: lastSession === null ? null : idleSince(lastSession),
    previousSessionScaledPnl: r[place] ?? null,
    deskSortedScaledPnl,
  }));
}

/** Throws DecisionError when a series holds a session after `previousSession`. */
export function refuseLookAhead({ trader, lastSession }: TraderSeries, previousSession: string): void {
  if (lastSession === null || lastSession <= previousSession) return;
  throw refusal('look_ahead', `${trader} on ${lastSession}`, `no day after ${previousSession}`);
}

function scaledPnlOn(series: TraderSeries, session: string): number | null {
  return series.lastSession === session ? orNull(series.scaledPnl.fromEnd(0)) : null;
}

/** Asks the calendar once for each date: most of a desk was last active on the same few. */
function idleness(
  previousSession: string,
  sessionsBetween: SessionsBetween,
): (lastSession: string) => number {
  const counted = new Map<string, number>();
  return (lastSession) => {
    const sessions = counted.get(lastSession) ?? sessionsBetween(lastSession, previousSession);
    counted.set(lastSession, sessions);
    return sessions;
  };
}

function refuseDoubled(desk: readonly TraderSeries[]): void {
  // A desk in ascending order names nobody twice, and a large one is spared the set.
  if (desk.every(({ trader }, place) => place === 0 || (desk[place - 1]?.trader ?? '') < trader)) return;
  const names = new Set<string>();
  for (const { trader } of desk) {
    if (names.has(trader)) throw refusal('doubled_trader', `trader ${trader} twice`, 'each trader once');
    names.add(trader);
  }
}
