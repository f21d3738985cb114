import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { type DeskMood, type SimulatedRosterEntry, SimulatedTrader } from './simulatedTrader.ts';

/**
 * The known properties of a simulated desk, against which results are tested.
 * - noEdge: net P&L without drift, within the day and between days; heavy tails, persistent volatility.
 * - iid: as noEdge, with independent volatility.
 * - tilt: as noEdge, but after losing days a trader may trade larger and more often the next day, with
 *   negative drift.
 * - meanReversion: as noEdge, but the day after a losing day has positive drift.
 * - regimeChange: noEdge for the first half of the sessions; then twice the volatility, and tilt.
 */
export type Truth = 'noEdge' | 'iid' | 'tilt' | 'meanReversion' | 'regimeChange';

export interface DeskPlan {
  readonly traders: number;
  readonly sessions: number;
  readonly seed: number;
  readonly truth: Truth;
  /** The last session is the last one up to this date, YYYY-MM-DD. */
  readonly lastDate?: string;
}

export interface SimulatedSession {
  readonly sessionDate: string;
  /** The traders who traded, in the roster's order. */
  readonly days: readonly TraderDayFacts[];
}

/** Iterates over generated sessions, oldest first; a second iteration gives the same sessions. */
export interface SimulatedDesk extends Iterable<SimulatedSession> {
  readonly roster: readonly SimulatedRosterEntry[];
  readonly sessionDates: readonly string[];
}

/**
 * A desk of trader-days with known properties on real NYSE sessions, without fills. The same plan gives the
 * same desk on every machine, and a trader's results do not depend on the number of traders.
 *
 * Net P&L, not gross, has no drift. If gross P&L had no drift, stopping a trader would save the remaining
 * fees, and limits would look profitable on a desk without an edge.
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
