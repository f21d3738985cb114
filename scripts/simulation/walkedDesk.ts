import { DeskHistory } from '../../src/domain/engines/model/deskHistory.ts';
import type { DeskMember, SessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import type { SessionOutcome } from '../../src/domain/engines/model/sessionOutcome.ts';
import { WalkForwardModel, type WalkOptions } from '../../src/domain/engines/model/walkForwardModel.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import type { WalkedSession } from '../../src/pipeline/walkSessions.ts';
import { type DeskPlan, type SimulatedDesk, type SimulatedSession, simulateDesk } from './simulatedDesk.ts';

export const walkOptions: WalkOptions = {
  retrainEverySessions: 5,
  cutsRequireProof: false,
  maxReductionPct: 80,
  tiers: { high: 2, neutral: 1.3 },
  stop: { slippageBasisPoints: 5, limitRoundTo: 50 },
};

/** What a test may change in a desk during the walk. */
export interface Tampering {
  /** Changes the input of a morning; `today` is the outcome, which an honest morning does not have. */
  readonly members?: (
    members: readonly DeskMember[],
    today: readonly TraderDayFacts[],
  ) => readonly DeskMember[];
  /** Changes the outcomes that the model observes; later mornings still see the real days. */
  readonly days?: (days: readonly TraderDayFacts[]) => readonly TraderDayFacts[];
  /** Changes what was forecast and proposed, before the model observes it. */
  readonly forecast?: (forecast: SessionForecast, today: readonly TraderDayFacts[]) => SessionForecast;
}

const calendar = createCalendar('nyse');

/** Runs the production walk over a simulated desk in memory, without a store. */
export function* walkDesk(
  { roster }: Pick<SimulatedDesk, 'roster'>,
  sessions: Iterable<SimulatedSession>,
  {
    members = (all) => all,
    days: shownAfterwards = (all) => all,
    forecast: changed = (all) => all,
  }: Tampering = {},
  options: Partial<WalkOptions> = {},
): Generator<WalkedSession> {
  const walk = new WalkForwardModel({ ...walkOptions, ...options });
  const history = new DeskHistory(roster, sessionsAfter);
  for (const { sessionDate, days } of sessions) {
    const known = history.members(calendar.previousSession(sessionDate));
    const forecast = changed(walk.forecast(sessionDate, members(known, days)), days);
    const outcomes = outcomesOf(shownAfterwards(days));
    yield { forecast, outcomes, record: walk.observe(forecast, outcomes) };
    history.push(days);
  }
}

/** Walks a desk of 12 traders through 400 sessions unless the plan differs. */
export function walkedDesk(
  plan: Pick<DeskPlan, 'truth' | 'seed'> & Partial<DeskPlan>,
): readonly WalkedSession[] {
  const desk = simulateDesk({ traders: 12, sessions: 400, ...plan });
  return [...walkDesk(desk, desk)];
}

/** The comparable content of a forecast, without the trader records, which keep growing. */
export function forecastContents({ traders, ...desk }: SessionForecast) {
  return {
    ...desk,
    traders: traders.map(({ member, ...said }) => ({
      trader: member.trader,
      firedRules: member.firedRules,
      ...said,
    })),
  };
}

/** The number of market sessions after `from`, up to and including `to`. */
export function sessionsAfter(from: string, to: string): number {
  return calendar.sessionsBetween(from, to).filter((session) => session > from).length;
}

/** The outcomes of a session, on the realised limit basis. */
function outcomesOf(days: readonly TraderDayFacts[]): ReadonlyMap<string, SessionOutcome> {
  return new Map(
    days.map((day) => [day.trader, { summary: day, marks: day.lowWaterMarks.realised }] as const),
  );
}
