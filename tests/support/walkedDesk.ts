import { DeskHistory } from '../../src/domain/evaluation/deskHistory.ts';
import type { SessionRecord } from '../../src/domain/evaluation/sessionRecord.ts';
import {
  type DeskMember,
  type SessionOutcome,
  Walk,
  type WalkMorning,
  type WalkOptions,
} from '../../src/domain/evaluation/walk.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import type { SimulatedDesk, SimulatedSession } from './simulatedDesk.ts';

export const walkOptions: WalkOptions = {
  retrainEverySessions: 5,
  maxReductionPct: 80,
  tiers: { high: 2, neutral: 1.3 },
  stop: { slippageBasisPoints: 5 },
};

/** One session of a walk: what was said before it, what was known then, and what became of it. */
export interface WalkedDay {
  readonly morning: WalkMorning;
  readonly days: readonly TraderDayFacts[];
  readonly record: SessionRecord;
}

/** What a test may do to a desk on its way through the walk. */
export interface Tampering {
  /** Rewrites what the walk is shown of the desk on a morning; `tomorrow` is what no honest morning knows. */
  readonly members?: (
    members: readonly DeskMember[],
    tomorrow: readonly TraderDayFacts[],
  ) => readonly DeskMember[];
}

const calendar = createCalendar('nyse');

/** Walks a simulated desk from its first session to its last, in memory: the production walk without a store. */
export function* walkDesk(
  { roster }: Pick<SimulatedDesk, 'roster'>,
  sessions: Iterable<SimulatedSession>,
  { members = (all) => all }: Tampering = {},
): Generator<WalkedDay> {
  const walk = new Walk(walkOptions);
  const history = new DeskHistory(
    roster,
    (from, to) => calendar.sessionsBetween(from, to).filter((session) => session > from).length,
  );
  for (const { sessionDate, days } of sessions) {
    const known = history.members(calendar.previousSession(sessionDate));
    const morning = walk.morning(sessionDate, members(known, days));
    const record = walk.settle(morning, outcomesOf(days));
    yield { morning, days, record };
    history.push(days);
  }
}

/** What became of the day, on the basis that a realised limit is compared with. */
function outcomesOf(days: readonly TraderDayFacts[]): ReadonlyMap<string, SessionOutcome> {
  return new Map(
    days.map((day) => [day.trader, { summary: day, marks: day.lowWaterMarks.realised }] as const),
  );
}

/** Everything a morning says, without the live records behind it, which go on growing: fit to be compared with another. */
export function saidOn({ sessionDate, model, gate, breaker, engine, traders }: WalkMorning) {
  return {
    sessionDate,
    modelId: model.id,
    curve: model.curve,
    penalties: model.penalties,
    gate,
    breaker,
    engine,
    traders: traders.map(({ member, ...said }) => ({ trader: member.trader, ...said })),
  };
}
