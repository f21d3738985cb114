import type { LowWaterMark, TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { type JudgedDay, judgedDay } from '../../outcome/counterfactual.ts';

/** The outcome of one trader's session. */
export interface SessionOutcome {
  /** As seen. */
  readonly summary: TraderDaySummary;
  readonly marks: readonly LowWaterMark[];
  /**
   * The day as it would have gone on under the base limit; null, or left out, unless the trader was stopped
   * at a lower limit.
   */
  readonly drawn?: JudgedDay | null;
  /** The trader was stopped at a lower limit, and how the day would have gone on is not known. */
  readonly isCutShort?: boolean;
}

/**
 * The P&L that forecasts are made of and scored by, dollars: the drawn close of a stopped day, else the net
 * P&L as seen. An obeyed limit prevents the loss that was forecast.
 */
export function uncensoredNetPnl({ summary, drawn }: SessionOutcome): number {
  return drawn?.netPnl ?? summary.netPnl;
}

/** The day on which limits are tested; null where its path is not known. */
export function judgedOutcome({ summary, marks, drawn }: SessionOutcome): JudgedDay | null {
  return drawn ?? judgedDay(summary, marks);
}
