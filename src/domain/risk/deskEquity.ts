import type { DayKind } from '../outcome/classifiedDay.ts';
import { type JudgedDay, outcomeUnderLimit, type Slippage } from '../outcome/counterfactual.ts';

/** A trader-day with a limit below the base limit in force, and what the limit did. */
export interface CutDay {
  readonly sessionDate: string;
  readonly kind: DayKind;
  /** Dollars. */
  readonly limit: number;
  readonly netPnl: number;
  /** Null: its path cannot be judged. */
  readonly judged: JudgedDay | null;
  /** The drawn close of a stopped day, dollars; null: not stopped, or not known. */
  readonly drawnPnl: number | null;
}

/** P&L of the whole desk on one date, dollars. */
export interface DeskDay {
  readonly sessionDate: string;
  readonly netPnl: number;
}

/** P&L of the desk on one date under three limits, dollars. */
export interface EquityDay {
  readonly sessionDate: string;
  readonly asItWas: number;
  /** Every stopped day with its drawn close: what the base limits alone would have left. */
  readonly withoutCuts: number;
  /** Every day that ignored its limit stopped at it. */
  readonly cutsKept: number;
  /** Trader-days with a limit below the base limit in force, and those that it stopped or did not stop. */
  readonly underCut: number;
  readonly stopped: number;
  readonly ignored: number;
  /** Stopped days with a drawn close: the part of `withoutCuts` that is an estimate. */
  readonly estimated: number;
  /** Stopped days without a drawn close, and ignored days without a path: they count as they were. */
  readonly notKnown: number;
}

/**
 * The P&L of the desk by date: as it was, without the cuts, and with every cut kept. A limit changes a day
 * only where it was reached: a stopped day takes its drawn close in `withoutCuts`, an ignored one the P&L at
 * its stop in `cutsKept`. All other days are the same in all three.
 *
 * Example: the desk made −$2,000 on a day. NET001 was stopped at −$1,000, and the drawn close is −$1,600;
 * NET002 passed its limit of $500 with a total P&L of −$520 and closed at −$900. Without cuts: −2,000 − 600 =
 * −$2,600. With cuts kept: −2,000 + 380 = −$1,620.
 *
 * Source: docs/methods.md, section 8. The slippage of a stop is part of `cutsKept`.
 */
export function deskEquity(
  days: readonly DeskDay[],
  cutDays: readonly CutDay[],
  slippage: Slippage,
): readonly EquityDay[] {
  const bySession = new Map<string, CutDay[]>();
  for (const day of cutDays) {
    const ofSession = bySession.get(day.sessionDate) ?? [];
    bySession.set(day.sessionDate, ofSession);
    ofSession.push(day);
  }
  return days.map((day) => equityDay(day, bySession.get(day.sessionDate) ?? [], slippage));
}

function equityDay(
  { sessionDate, netPnl }: DeskDay,
  cutDays: readonly CutDay[],
  slippage: Slippage,
): EquityDay {
  const stopped = cutDays.filter(({ kind }) => kind === 'stopped');
  const ignored = cutDays.filter(({ kind }) => kind === 'ignored');
  const unlimited = stopped.map(({ drawnPnl, netPnl: seen }) => (drawnPnl === null ? null : drawnPnl - seen));
  const kept = ignored.map(({ judged, limit, netPnl: seen }) =>
    judged === null ? null : outcomeUnderLimit(judged, limit, slippage) - seen,
  );
  const isKnown = (difference: number | null) => difference !== null;
  return {
    sessionDate,
    asItWas: netPnl,
    withoutCuts: netPnl + sumOfKnown(unlimited),
    cutsKept: netPnl + sumOfKnown(kept),
    underCut: cutDays.length,
    stopped: stopped.length,
    ignored: ignored.length,
    estimated: unlimited.filter(isKnown).length,
    notKnown: [...unlimited, ...kept].filter((difference) => !isKnown(difference)).length,
  };
}

function sumOfKnown(differences: readonly (number | null)[]): number {
  return differences.reduce<number>((sum, difference) => sum + (difference ?? 0), 0);
}
