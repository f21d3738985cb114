import { deskMornings, type SessionsBetween } from '../../indicators/deskMornings.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import type { CountedHoles } from './countedHoles.ts';
import type { DeskMember } from './sessionForecast.ts';
import { rulesOn, type TraderPast } from './traderPast.ts';
import type { RosterTrader } from './traderRecord.ts';

/** With a session missing among the last so many, the model does not decide. */
export const HOLE_SESSIONS = 60;

/** What a desk's mornings know besides its traders. */
export interface DeskTimes {
  readonly sessionsBetween: SessionsBetween;
  readonly holes: CountedHoles;
}

/** A trader of the roster with the past that a morning reads. */
export interface RosteredPast<Past extends TraderPast = TraderPast> extends RosterTrader {
  readonly past: Past;
}

/** Dollars of one trader-day. */
export type UncensoredPnl = (day: TraderDaySummary) => number;

/**
 * Returns the traders of a desk, in the given order, on the morning after `previousSession`.
 * @throws DecisionError `look_ahead` for a trader with a session after it
 */
export function deskMembers<Past extends TraderPast>(
  traders: readonly RosteredPast<Past>[],
  { sessionsBetween, holes }: DeskTimes,
  previousSession: string,
): readonly DeskMember<Past>[] {
  const pasts = traders.map(({ past }) => past);
  const contexts = deskMornings(pasts, previousSession, sessionsBetween);
  const missing = holes.through(previousSession);
  const missingRecently = holes.among(HOLE_SESSIONS, previousSession, sessionsBetween);
  return contexts.map((context, place) => {
    // Named one by one: a spread costs a large desk 4 % of a backtest.
    const { trader, past, baseLimit, riskCapital } = traders[place]!;
    const firedRules = rulesOn(past, context.idleSessions === 0, missing);
    return { trader, past, context, baseLimit, riskCapital, firedRules, missing, missingRecently };
  });
}
