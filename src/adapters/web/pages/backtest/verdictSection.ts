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
      : ` ${counted(unjudgedDays, 'trader-day')} could not be judged: their fills have no time of day.`;
  const estimated =
    estimatedDays === 0
      ? ''
      : ` On ${grouped(estimatedDays)} of them a limit in force ended the day. The rest of such a day is estimated from days that lost as much.`;
  const closed = closedDays.traderDays === 0 ? '' : ` Not in these figures: ${closedDaysWords(closedDays)}.`;
  return `The code of the morning decided every session with what was known before it, from ${period.walkedFrom} on. ${counted(judgedDays, 'traded trader-day')} of ${counted(period.traders, 'trader')} were judged on the low-water marks of the day.${unjudged}${estimated}${closed} Limits are compared with ${settings.limitBasis} P&L. A stop costs ${settings.slippageBasisPoints} basis points of what is open. No cut is deeper than ${settings.maxReductionPct}%. Sections without data are left out.`;
}
