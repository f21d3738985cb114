import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { type DeskMood, type SimulatedRosterEntry, SimulatedTrader } from './simulatedTrader.ts';

/**
 * What is true of the desk, so that whatever judges it can be judged.
 * - noEdge: net P&L is driftless within the day and from day to day, heavy-tailed, its volatility persistent.
 * - iid: as noEdge, and not even the volatility has a memory.
 * - tilt: as noEdge, but after losing days a trader may tilt on the next: larger, busier, and drifting downward.
 * - meanReversion: as noEdge, but the day after a losing day drifts upward.
 * - regimeChange: noEdge for the first half of the sessions; then twice the volatility, and tilt.
 */
export type Truth = 'noEdge' | 'iid' | 'tilt' | 'meanReversion' | 'regimeChange';

export interface DeskPlan {
  readonly traders: number;
  readonly sessions: number;
  readonly seed: number;
  readonly truth: Truth;
  /** The last session is this date or the one before it, YYYY-MM-DD. */
  readonly lastDate?: string;
}

export interface SimulatedSession {
  readonly sessionDate: string;
  /** The traders who traded, in the roster's order. */
  readonly days: readonly TraderDayFacts[];
}

/** Walking over it makes its sessions one by one, oldest first; a second walk makes the same again. */
export interface SimulatedDesk extends Iterable<SimulatedSession> {
  readonly roster: readonly SimulatedRosterEntry[];
  readonly sessionDates: readonly string[];
}

/**
 * A desk of trader-days with a known truth, on real NYSE sessions, without fills. The same plan gives the same desk on
 * every machine, and a trader's luck does not hang on how many others there are.
 *
 * It is net P&L that has no drift: an edge that just pays the fees. Were gross P&L driftless, stopping a trader would
 * save the fees of the rest of the day, and a desk without any edge would show a profit from limits.
 */
export function simulateDesk(plan: DeskPlan): SimulatedDesk {
  const { sessionDates, closeSeconds } = lastSessions(plan.sessions, plan.lastDate ?? '2026-06-30');
  return {
    roster: makeTraders(plan).map((trader) => trader.rosterEntry()),
    sessionDates,
    [Symbol.iterator]: () => walk(plan, sessionDates, closeSeconds),
  };
}

const OPEN_SECOND = 34_200;
const STEP_SECONDS = 900;

function* walk(
  plan: DeskPlan,
  sessionDates: readonly string[],
  closeSeconds: readonly number[],
): Generator<SimulatedSession> {
  const traders = makeTraders(plan);
  const desk = createRandom(plan.seed, 'desk');
  for (const [index, sessionDate] of sessionDates.entries()) {
    const steps = Math.floor(((closeSeconds[index] ?? OPEN_SECOND) - OPEN_SECOND) / STEP_SECONDS);
    const deskSteps = Float64Array.from({ length: steps }, () => desk.normal());
    const session = { sessionDate, deskSteps, mood: moodOf(plan, index) };
    yield { sessionDate, days: traders.flatMap((trader) => trader.trade(session) ?? []) };
  }
}

function makeTraders({ traders, seed }: DeskPlan): SimulatedTrader[] {
  return Array.from({ length: traders }, (_, at) => new SimulatedTrader(seed, at + 1));
}

function moodOf({ truth, sessions }: DeskPlan, index: number): DeskMood {
  const isChanged = truth === 'regimeChange' && index >= Math.floor(sessions / 2);
  return {
    volatilityHasMemory: truth !== 'iid',
    volatilityFactor: isChanged ? 2 : 1,
    afterLoss: truth === 'tilt' || isChanged ? 'tilt' : truth === 'meanReversion' ? 'recovery' : 'nothing',
  };
}

function lastSessions(count: number, lastDate: string) {
  const calendar = createCalendar('nyse');
  const sessionDates: string[] = [];
  let date = calendar.isSession(lastDate) ? lastDate : calendar.previousSession(lastDate);
  for (; sessionDates.length < count; date = calendar.previousSession(date)) sessionDates.push(date);
  sessionDates.reverse();
  return { sessionDates, closeSeconds: sessionDates.map((session) => calendar.closeSecond(session)) };
}
