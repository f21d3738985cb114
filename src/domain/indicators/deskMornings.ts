import { quantileSorted } from '../statistics/descriptive.ts';
import type { DeskMorning } from './indicator.ts';
import type { CloseRatios } from './realisedVolatility.ts';
import type { SeriesEnd } from './seriesEnd.ts';
import { refusal } from './traderSeries.ts';

/** Returns the number of market sessions after `from`, up to and including `to`. */
export type SessionsBetween = (from: string, to: string) => number;

/**
 * The morning after `previousSession` for each trader of the desk, in the order of the desk. The order does
 * not change any value.
 *
 * Throws DecisionError for a series that contains a session after the previous session (look-ahead), and for
 * a trader that is listed twice.
 */
export function deskMornings(
  desk: readonly SeriesEnd[],
  previousSession: string,
  sessionsBetween: SessionsBetween,
): DeskMorning[] {
  refuseDoubled(desk);
  for (const series of desk) refuseLookAhead(series, previousSession);
  const r = desk.map((series) => scaledPnlOn(series, previousSession));
  const deskSortedScaledPnl = Float64Array.from(r.filter((value) => value !== null)).sort();
  const deskCloseRatios = medianRatios(desk);
  const idleSince = idleness(previousSession, sessionsBetween);
  return desk.map(({ lastSession }, place) => ({
    previousSession,
    idleSessions: lastSession === null ? null : idleSince(lastSession),
    previousSessionScaledPnl: r[place] ?? null,
    deskSortedScaledPnl,
    deskCloseRatios,
  }));
}

/** Throws DecisionError when a series contains a session after `previousSession`. */
export function refuseLookAhead(
  { trader, lastSession }: Pick<SeriesEnd, 'trader' | 'lastSession'>,
  previousSession: string,
): void {
  if (lastSession === null || lastSession <= previousSession) return;
  throw refusal('look_ahead', `${trader} on ${lastSession}`, `no day after ${previousSession}`);
}

/** The desk's medians over the traders who have a ratio of their own. */
function medianRatios(desk: readonly SeriesEnd[]): CloseRatios {
  const own = desk.map(({ realised }) => realised.ratios);
  return {
    tripSwing: medianOf(own.map(({ tripSwing }) => tripSwing)),
    dayRange: medianOf(own.map(({ dayRange }) => dayRange)),
  };
}

function medianOf(ratios: readonly (number | null)[]): number | null {
  const known = ratios.filter((ratio) => ratio !== null);
  return quantileSorted(Float64Array.from(known).sort(), 0.5);
}

function scaledPnlOn({ lastSession, lastScaledPnl }: SeriesEnd, session: string): number | null {
  return lastSession === session ? lastScaledPnl : null;
}

/**
 * Calls the calendar once per date, because most traders of a desk were last active on the same few dates.
 */
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

function refuseDoubled(desk: readonly SeriesEnd[]): void {
  // A desk in strictly ascending order has no duplicates, which saves a large desk the set.
  if (desk.every(({ trader }, place) => place === 0 || (desk[place - 1]?.trader ?? '') < trader)) return;
  const names = new Set<string>();
  for (const { trader } of desk) {
    if (names.has(trader)) throw refusal('doubled_trader', `trader ${trader} twice`, 'each trader once');
    names.add(trader);
  }
}
