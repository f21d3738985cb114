import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { backtestVerdicts } from '../../../../domain/report/backtestVerdicts.ts';
import { closedDaysWords, counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { paragraph, section } from '../blocks.ts';
import type { Section } from '../document.ts';

/** First section: the answers. The other sections contain the evidence. */
export function verdictSection(result: BacktestResult): Section {
  return section(
    'verdict',
    'The verdict',
    { kind: 'verdicts', verdicts: backtestVerdicts(result) },
    paragraph(dataText(result)),
  );
}

function dataText({
  period,
  settings,
  judgedDays,
  unjudgedDays,
  estimatedDays,
  closedDays,
}: BacktestResult): string {
  const unjudged =
    unjudgedDays === 0
      ? ''
      : ` ${counted(unjudgedDays, 'trader-day')} could not be judged, for their fills bear no time of day.`;
  const estimated =
    estimatedDays === 0
      ? ''
      : ` On ${grouped(estimatedDays)} of them a limit in force ended the day: what would have followed is estimated from days that lost as much.`;
  const closed = closedDays.traderDays === 0 ? '' : ` Not in these figures: ${closedDaysWords(closedDays)}.`;
  return `Every session was decided with what was known before it, by the code that decides each morning; the walk began on ${period.walkedFrom}. ${counted(judgedDays, 'traded trader-day')} of ${counted(period.traders, 'trader')} were judged on the low-water marks of their day.${unjudged}${estimated}${closed} Limits are compared with ${settings.limitBasis} P&L; a stop costs ${settings.slippageBasisPoints} basis points of what is open; no cut is deeper than ${settings.maxReductionPct}%.`;
}
