import type { LimitBasis, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import { judgedDay } from '../../domain/outcome/counterfactual.ts';
import type { StressSession } from '../../domain/risk/stress/stressInput.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { median } from '../../domain/statistics/descriptive.ts';
import type { DeskRiskStore } from '../../ports/deskRiskStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { LimitPorts } from '../limitsInForce.ts';
import type { Notionals } from './knownExposure.ts';

export interface DayPorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly roster: RosterStore;
  readonly ledger: LedgerStore;
  readonly deskRisk: DeskRiskStore;
  /** Lets other requests of the process run. */
  readonly pause: () => Promise<void>;
}

export interface DayRequest {
  /** A year of sessions, ascending. */
  readonly sessions: readonly string[];
  /** How many of the last ones are read whole. */
  readonly recent: number;
  /** The traders who count. */
  readonly traders: ReadonlySet<string>;
  readonly basis: LimitBasis;
}

export interface StressDays {
  readonly sessions: readonly StressSession[];
  readonly worstSessions: readonly StressSession[];
  /** The worst net P&L of a day by trader, dollars. */
  readonly worstDays: ReadonlyMap<string, number>;
  readonly notionals: Notionals;
}

/** Active sessions whose median notional is a trader's size. */
const SIZE_SESSIONS = 20;
const MOST_WORST_SESSIONS = 10;

/** The days of a year of sessions: the recent ones and the desk's worst with their paths. */
export async function readStressDays(ports: DayPorts, request: DayRequest): Promise<StressDays> {
  const year = await readYear(ports, request);
  const sessions: StressSession[] = [];
  for (const sessionDate of request.sessions.slice(0 - request.recent))
    sessions.push(await readSession(ports, request, sessionDate, () => 1));
  const worstSessions: StressSession[] = [];
  for (const sessionDate of year.worstSessions) {
    const factorOf = (trader: string) => sizeFactor(year.notionals.get(trader), sessionDate);
    worstSessions.push(await readSession(ports, request, sessionDate, factorOf));
  }
  return { sessions, worstSessions, worstDays: year.worstDays, notionals: year.notionals };
}

interface Year {
  readonly notionals: Notionals;
  readonly worstDays: ReadonlyMap<string, number>;
  /** The sessions of the desk's largest losses, the largest first. */
  readonly worstSessions: readonly string[];
}

async function readYear({ deskRisk, pause }: DayPorts, { sessions, traders }: DayRequest): Promise<Year> {
  const [from, through] = [sessions[0] ?? '', sessions.at(-1) ?? ''];
  const notionals = await deskRisk.notionals(from, through);
  await pause();
  const worstDays = new Map<string, number>();
  const totals = new Map<string, number>();
  for (const [trader, days] of await deskRisk.netPnls(from, through)) {
    if (!traders.has(trader)) continue;
    worstDays.set(trader, Math.min(...days.values()));
    for (const [session, netPnl] of days) totals.set(session, (totals.get(session) ?? 0) + netPnl);
  }
  await pause();
  const worstSessions = [...totals]
    .filter(([, pnl]) => pnl < 0)
    .sort(([, a], [, b]) => a - b)
    .slice(0, MOST_WORST_SESSIONS)
    .map(([sessionDate]) => sessionDate);
  return { notionals, worstDays, worstSessions };
}

async function readSession(
  { ledger, pause }: DayPorts,
  { traders, basis }: DayRequest,
  sessionDate: string,
  factorOf: (trader: string) => number,
): Promise<StressSession> {
  const days = await ledger.days(sessionDate, sessionDate);
  const marks = new Map<string, Parameters<typeof judgedDay>[1]>();
  for await (const session of ledger.lowWaterMarks(sessionDate, sessionDate, basis))
    for (const [trader, own] of session.marks) marks.set(trader, own);
  await pause();
  const day = (summary: TraderDaySummary) => {
    const { trader, netPnl } = summary;
    const judged = judgedDay(summary, marks.get(trader) ?? []);
    return { trader, netPnl, judged, sizeFactor: factorOf(trader) };
  };
  return { sessionDate, days: days.filter(({ trader }) => traders.has(trader)).map(day) };
}

/**
 * A trader's present size as a multiple of the size on a session: the median notional of the last 20 active
 * sessions over that of the 20 through the session. 1 where nothing was traded then.
 */
function sizeFactor(notionals: ReadonlyMap<string, number> | undefined, sessionDate: string): number {
  const all = [...(notionals ?? [])];
  const through = all.filter(([session]) => session <= sessionDate);
  const then = medianNotional(through);
  return then > 0 ? medianNotional(all) / then : 1;
}

function medianNotional(days: readonly (readonly [string, number])[]): number {
  return median(days.slice(0 - SIZE_SESSIONS).map(([, notional]) => notional)) ?? 0;
}
