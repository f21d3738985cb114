import { DOLLAR_RESOLUTION } from '../ledger/tolerance.ts';

/** Sessions in which a limit at the target would have stopped the trader. */
export interface WouldHaveStopped {
  /** The sessions counted, at most 60: those that did not end at a stop above the target. */
  readonly sessions: number;
  readonly stopped: number;
}

/** One active session of a trader with the lowest running P&L on the basis of the limit. */
export interface SessionLow {
  readonly sessionDate: string;
  /** Dollars, 0 or below. */
  readonly lowestPnl: number;
  /** The day ended at a stop: what would have followed is not known. */
  readonly wasStopped: boolean;
}

/** Active sessions that are looked at. */
export const STOP_SESSIONS = 60;

/**
 * On how many of the last 60 active sessions a limit would have stopped the trader. A session that ended at a
 * stop above −target is left out of both numbers, since its path ends early.
 *
 * Example: lows of −500, −3,200 and, on a day stopped at $2,000, −2,050. A target of $3,000 would have
 * stopped the trader on 1 of 2 sessions.
 *
 * Source: docs/limits.md.
 */
export function wouldHaveStopped(lows: readonly SessionLow[], target: number): WouldHaveStopped {
  const recent = lows.slice(-STOP_SESSIONS);
  const isReached = ({ lowestPnl }: SessionLow) => lowestPnl <= DOLLAR_RESOLUTION - target;
  const stopped = recent.filter(isReached).length;
  const free = recent.filter((low) => !low.wasStopped && !isReached(low)).length;
  return { sessions: stopped + free, stopped };
}
