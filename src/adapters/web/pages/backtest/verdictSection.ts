import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { backtestVerdicts } from '../../../../domain/report/backtestVerdicts.ts';
import { closedDaysWords, counted } from '../../../../domain/report/backtestWords.ts';
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

function dataText({ period, settings, judgedDays, unjudgedDays, closedDays }: BacktestResult): string {
  const unjudged =
    unjudgedDays === 0
      ? ''
      : ` ${counted(unjudgedDays, 'trader-day')} could not be judged, for their fills bear no time of day.`;
  const closed = closedDays.traderDays === 0 ? '' : ` Not in these figures: ${closedDaysWords(closedDays)}.`;
  return `Every session was decided with what was known before it, by the code that decides each morning; the walk began on ${period.walkedFrom}. ${counted(judgedDays, 'traded trader-day')} of ${counted(period.traders, 'trader')} were judged on the low-water marks of their day.${unjudged}${closed} Limits are compared with ${settings.limitBasis} P&L; a stop costs ${settings.slippageBasisPoints} basis points of what is open; no cut is deeper than ${settings.maxReductionPct}%.`;
}
