import { DOLLAR_RESOLUTION } from '../../ledger/tolerance.ts';
import { hasReached, outcomeUnderLimit } from '../../outcome/counterfactual.ts';
import type { SessionColumns, StressDesk } from './stressDesk.ts';
import type { StressDay, StressSession } from './stressInput.ts';

/** What a past session would have made at another size, dollars, under both limits. */
export interface ReplayedSession {
  readonly sessionDate: string;
  readonly pnl: number;
  readonly pnlAtBaseLimits: number;
  /** Traders whom the limit in force would have stopped. */
  readonly stopped: readonly string[];
  /** Trader-days that no limit is applied to: their path is not known. */
  readonly withoutPath: number;
}

/**
 * P&L of a trader-day at `size` times its size under a loss limit, dollars. Every figure of the path grows
 * with the size, so the limit is met where the original path meets limit / size.
 *
 * Example: a day fell to −$420 with −$480 of total P&L at that mark and $40,000 open. At twice the size under
 * a limit of $800 it stops where the original reached −$400: 2 · (−480 − 20) = −$1,000.
 */
export function sizedOutcome(
  day: StressDay,
  size: number,
  limit: number,
  slippageBasisPoints: number,
): number {
  const { judged, netPnl } = day;
  if (judged === null || size === 0 || !reaches(day, limit / size)) return size * netPnl;
  return size * outcomeUnderLimit(judged, limit / size, { slippageBasisPoints });
}

/** What the desk would have made on a session at today's limits, each day at its size times `factor`. */
export function replaySession(
  desk: StressDesk,
  { sessionDate, days }: Pick<StressSession, 'sessionDate' | 'days'>,
  factorOf: (day: StressDay) => number,
): ReplayedSession {
  const { slippageBasisPoints } = desk.input;
  const stopped: string[] = [];
  let pnl = 0;
  let pnlAtBaseLimits = 0;
  let withoutPath = 0;
  for (const day of days) {
    const place = desk.placeOf(day.trader);
    if (place === undefined) continue;
    const size = factorOf(day);
    const limit = desk.limits[place]!;
    pnl += sizedOutcome(day, size, limit, slippageBasisPoints);
    pnlAtBaseLimits += sizedOutcome(day, size, desk.baseLimits[place]!, slippageBasisPoints);
    if (day.judged === null) withoutPath++;
    else if (size > 0 && reaches(day, limit / size)) stopped.push(day.trader);
  }
  return { sessionDate, pnl, pnlAtBaseLimits, stopped, withoutPath };
}

/** The desk's ten worst sessions at today's size and today's limits, the worst first. */
export function replayWorst(desk: StressDesk): readonly ReplayedSession[] {
  return desk.input.worstSessions.map((session) =>
    replaySession(desk, session, ({ sizeFactor }) => sizeFactor),
  );
}

/** What the last sessions would have made at another size. */
export interface SizedSessions {
  readonly sessions: number;
  readonly pnl: number;
  readonly pnlAtBaseLimits: number;
  /** The session with the least P&L under the limits in force; null without a session. */
  readonly worst: ReplayedSession | null;
}

/** What the last 60 sessions would have made at `factor` times their size under today's limits. */
export function sizedSessions(desk: StressDesk, factor: number): SizedSessions {
  let pnl = 0;
  let pnlAtBaseLimits = 0;
  let worst: SessionColumns | null = null;
  let worstPnl = Number.POSITIVE_INFINITY;
  for (const session of desk.days) {
    const own = sessionPnl(desk, session, factor, desk.limits);
    pnl += own;
    pnlAtBaseLimits += sessionPnl(desk, session, factor, desk.baseLimits);
    if (own >= worstPnl) continue;
    worst = session;
    worstPnl = own;
  }
  const replayed = worst === null ? null : replaySession(desk, worst, () => factor);
  return { sessions: desk.days.length, pnl, pnlAtBaseLimits, worst: replayed };
}

/** Most days never come near their limit: their lowest point alone decides that. */
function sessionPnl(
  desk: StressDesk,
  { days, places, netPnls, lowest }: SessionColumns,
  factor: number,
  limits: Float64Array,
): number {
  const { slippageBasisPoints } = desk.input;
  let pnl = 0;
  for (let day = 0; day < netPnls.length; day++) {
    const limit = limits[places[day]!]!;
    if (factor * lowest[day]! > DOLLAR_RESOLUTION - limit) pnl += factor * netPnls[day]!;
    else pnl += sizedOutcome(days[day]!, factor, limit, slippageBasisPoints);
  }
  return pnl;
}

/** The last mark is the lowest of all. */
function reaches({ judged }: StressDay, limit: number): boolean {
  return hasReached(judged?.marks.at(-1), limit);
}
