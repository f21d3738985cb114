import { DeskHistory } from '../../src/domain/engines/model/deskHistory.ts';
import type { DeskMember, SessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import {
  type SessionOutcome,
  WalkForwardModel,
  type WalkOptions,
} from '../../src/domain/engines/model/walkForwardModel.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import type { WalkedSession } from '../../src/pipeline/walkSessions.ts';
import { type DeskPlan, type SimulatedDesk, type SimulatedSession, simulateDesk } from './simulatedDesk.ts';

export const walkOptions: WalkOptions = {
  retrainEverySessions: 5,
  maxReductionPct: 80,
  tiers: { high: 2, neutral: 1.3 },
  stop: { slippageBasisPoints: 5 },
};

/** What a test may do to a desk on its way through the walk. */
export interface Tampering {
  /** Rewrites what a morning is shown of the desk; `today` is what no honest morning knows. */
  readonly members?: (
    members: readonly DeskMember[],
    today: readonly TraderDayFacts[],
  ) => readonly DeskMember[];
  /** Rewrites what the evening is told; the next mornings see the days as they were all the same. */
  readonly days?: (days: readonly TraderDayFacts[]) => readonly TraderDayFacts[];
}

const calendar = createCalendar('nyse');

/** Walks a simulated desk from its first session to its last, in memory: the production walk without a store. */
export function* walkDesk(
  { roster }: Pick<SimulatedDesk, 'roster'>,
  sessions: Iterable<SimulatedSession>,
  { members = (all) => all, days: shownAfterwards = (all) => all }: Tampering = {},
): Generator<WalkedSession> {
  const walk = new WalkForwardModel(walkOptions);
  const history = new DeskHistory(roster, sessionsAfter);
  for (const { sessionDate, days } of sessions) {
    const known = history.members(calendar.previousSession(sessionDate));
    const forecast = walk.forecast(sessionDate, members(known, days));
    const outcomes = outcomesOf(shownAfterwards(days));
    yield { forecast, outcomes, record: walk.observe(forecast, outcomes) };
    history.push(days);
  }
}

/** A desk of twelve traders walked through 400 sessions, unless a test asks for another. */
export function walkedDesk(
  plan: Pick<DeskPlan, 'truth' | 'seed'> & Partial<DeskPlan>,
): readonly WalkedSession[] {
  const desk = simulateDesk({ traders: 12, sessions: 400, ...plan });
  return [...walkDesk(desk, desk)];
}

/** Everything a morning says, without the live records behind it, which go on growing: fit to be compared with another. */
export function forecastContents({ sessionDate, model, gate, breaker, engine, traders }: SessionForecast) {
  return {
    sessionDate,
    model,
    gate,
    breaker,
    engine,
    traders: traders.map(({ member, ...said }) => ({ trader: member.trader, ...said })),
  };
}

/** Market sessions after one date, up to and with another. */
export function sessionsAfter(from: string, to: string): number {
  return calendar.sessionsBetween(from, to).filter((session) => session > from).length;
}

/** What became of the day, on the basis that a realised limit is compared with. */
function outcomesOf(days: readonly TraderDayFacts[]): ReadonlyMap<string, SessionOutcome> {
  return new Map(
    days.map((day) => [day.trader, { summary: day, marks: day.lowWaterMarks.realised }] as const),
  );
}
