import type { BacktestPeriod, BacktestResult } from '../../../domain/evaluation/backtestResult.ts';
import { counted, grouped } from '../../../domain/report/backtestWords.ts';
import type { ReviewedCompliance } from '../../../domain/report/review/reviewInput.ts';
import type { StressResult } from '../../../domain/risk/stress/stressResult.ts';
import { controlSection } from './backtest/controlSection.ts';
import { coverageSection } from './backtest/coverageSection.ts';
import { engineSection } from './backtest/engineSection.ts';
import { equitySection } from './backtest/equitySection.ts';
import { gateSection } from './backtest/gateSection.ts';
import { guideSection } from './backtest/guideSection.ts';
import { modelSection } from './backtest/modelSection.ts';
import { monthSection } from './backtest/monthSection.ts';
import { probabilitySection } from './backtest/probabilitySection.ts';
import { reviewSection } from './backtest/reviewSection.ts';
import { rulesSection } from './backtest/rulesSection.ts';
import { reviewedShadowSection, shadowSection } from './backtest/shadowSection.ts';
import { sizingSection } from './backtest/sizingSection.ts';
import { strategySection } from './backtest/strategySection.ts';
import { switchSection } from './backtest/switchSection.ts';
import { tailSection } from './backtest/tailSection.ts';
import { tierSection } from './backtest/tierSection.ts';
import { traderSection } from './backtest/traderSection.ts';
import { verdictSection } from './backtest/verdictSection.ts';
import { complianceSummary } from './compliance/summarySection.ts';
import { driftSection } from './driftSection.ts';
import { monthName } from './lineChart.ts';
import { renderPage } from './pageTemplate.ts';
import { replaySection, scenariosSection } from './stress/stressSections.ts';

/**
 * The file report.html of a backtest, or appendix.html of a monthly review when the result has one. It is one
 * HTML file without scripts or external resources, in the order in which a head of risk asks. A section that
 * has nothing to say is null and left out. The same result gives the same bytes.
 * @param stress of a review: the desk at the close of its last session; null: without.
 * @param compliance of a review: what the audit trail says of its month; null: without.
 * @throws DaybreakError when a template is missing.
 */
export function backtestPage(
  result: BacktestResult,
  stress: StressResult | null = null,
  compliance: ReviewedCompliance | null = null,
): string {
  const { review, period, source, shadows } = result;
  const reviewed = review?.shadows ?? [];
  return renderPage({
    title: review === null ? 'Daybreak backtest' : `Appendix to the review of ${monthName(review.month)}`,
    subtitle: `${source === 'demo' ? 'The demo desk, with made-up fills. ' : ''}${periodWords(period)}`,
    sections: [
      verdictSection(result),
      tailSection(result),
      review === null ? null : reviewSection(review),
      review?.look == null ? null : driftSection(review.look),
      equitySection(result),
      controlSection(result),
      strategySection(result),
      sizingSection(result),
      shadows.length === 0 ? null : shadowSection(shadows),
      reviewed.length === 0 ? null : reviewedShadowSection(reviewed),
      engineSection(result),
      gateSection(result),
      switchSection(result),
      coverageSection(result),
      result.probability.days === 0 ? null : probabilitySection(result),
      tierSection(result),
      rulesSection(result),
      traderSection(result),
      stress === null ? null : scenariosSection(stress),
      stress === null ? null : replaySection(stress),
      compliance === null ? null : complianceSummary(compliance),
      monthSection(result),
      modelSection(result),
      guideSection(),
    ].filter((section) => section !== null),
  });
}

/** First and last session, and how much was traded. */
export function periodWords({
  first,
  last,
  sessions,
  traders,
  traderDays,
  tradedDays,
}: BacktestPeriod): string {
  return `${first} to ${last}: ${counted(sessions, 'session')}, ${counted(traders, 'trader')}, ${counted(traderDays, 'trader-day')}, ${grouped(tradedDays)} of them traded.`;
}
