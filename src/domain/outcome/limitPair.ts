import { type JudgedDay, outcomeUnderLimit, type Slippage, stopAt } from './counterfactual.ts';

/** A traded day on which two limits are compared. */
export interface ComparedDay {
  /** Null: its path is not known. */
  readonly day: JudgedDay | null;
  /** The trader was stopped at a limit in force, and how the day would have gone on is not known. */
  readonly isCutShort: boolean;
}

/**
 * P&L under the first limit less that under the second, both as if they had been kept, dollars. Null where
 * the path is not known, or where the day ended at its stop before the wider of both was reached: it does not
 * show what the wider limit would have become.
 *
 * Example: limits of $4,000 and $2,500 on a day that fell to −$2,600 and closed at −$1,000: −1,000 − (−2,600)
 * = +1,600.
 */
export function limitDifference(
  { day, isCutShort }: ComparedDay,
  limit: number,
  other: number,
  options: Slippage,
): number | null {
  if (limit === other) return 0;
  if (day === null || (isCutShort && stopAt(day.marks, Math.max(limit, other)) === null)) return null;
  const outcome = (under: number) => outcomeUnderLimit(day, under, options);
  return outcome(limit) - outcome(other);
}
