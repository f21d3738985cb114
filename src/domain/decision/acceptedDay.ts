import type { Doubt, ProofCode } from './proofItem.ts';

/** One doubt as it was when someone accepted it. */
export interface CoveredDoubt {
  readonly code: ProofCode;
  readonly account: string | null;
  readonly symbol: string | null;
  /** Dollars between both figures, rejected rows, or fills. */
  readonly size: number;
}

/** What an acceptance covers: the trader-day as it was known then. */
export interface Covered {
  /** Net P&L of the day, dollars; null without fills. */
  readonly netPnl: number | null;
  readonly doubts: readonly CoveredDoubt[];
}

/** A trader-day that someone accepted as it is. */
export interface AcceptedDay {
  readonly trader: string;
  readonly sessionDate: string;
  readonly reason: string;
  readonly by: string;
  readonly covers: Covered;
}

/** A cent, and what the floats of two sums of cents add. */
const TOLERANCE_DOLLARS = 0.01 + 5e-5;

/**
 * Whether an acceptance covers a doubt as it is now. It does while the doubt is no larger than what was
 * accepted and the P&L of the day is the same: to the cent for `untied` the difference, for every other doubt
 * the net. Late fills or more rejected rows are a new doubt, and withhold the trader again.
 *
 * Example: a difference of −$45,450 was accepted. It covers −$45,450.01, and not −$45,450.02.
 */
export function isCovered(doubt: Doubt, { covers }: AcceptedDay, netPnlNow: number | null): boolean {
  const accepted = covers.doubts.find(
    ({ code, account, symbol }) =>
      code === doubt.code && account === doubt.account && symbol === doubt.symbol,
  );
  if (accepted === undefined) return false;
  if (doubt.code === 'untied') return isSame(doubt.size, accepted.size);
  return doubt.size <= accepted.size && isSameNet(netPnlNow, covers.netPnl);
}

/** What an acceptance of these doubts covers. */
export function coverOf(doubts: readonly Doubt[], netPnl: number | null): Covered {
  return {
    netPnl,
    doubts: doubts
      .filter(({ isNote }) => !isNote)
      .map(({ code, account, symbol, size }) => ({ code, account, symbol, size })),
  };
}

function isSameNet(now: number | null, then: number | null): boolean {
  return now === null || then === null ? now === then : isSame(now, then);
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOLERANCE_DOLLARS;
}
