import type { ComplianceReport } from '../../compliance/complianceReport.ts';
import type { BacktestResult } from '../../evaluation/backtestResult.ts';
import type { MonthlyReview } from '../../evaluation/reviewResult.ts';
import type { StressResult } from '../../risk/stress/stressResult.ts';
import type { FactView } from '../noticeView.ts';

/** The compliance report of the month, or why there is none. */
export type ReviewedCompliance = ComplianceReport | { readonly refused: string };

/** Everything that a review shows. */
export interface ReviewInput {
  readonly result: BacktestResult;
  readonly review: MonthlyReview;
  /** The desk at the close of the month's last session; null: not computed. */
  readonly stress: StressResult | null;
  /** null: not asked for. */
  readonly compliance: ReviewedCompliance | null;
}

/** Some facts under one heading, for the page, the mail and its text part alike. */
export interface ReviewGroup {
  /** Unique on the page, a valid anchor. */
  readonly id: string;
  readonly title: string;
  readonly facts: readonly FactView[];
}
