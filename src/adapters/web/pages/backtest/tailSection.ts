import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { TAIL_FIGURES, type TailComparison } from '../../../../domain/evaluation/tailComparison.ts';
import { TAIL_NAMES, tailVerdict } from '../../../../domain/report/tailWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { boundsCell, verdictCell } from './formatFigures.ts';

/** Section: the worst days of the desk under base limits and under the cut limits; null without a session. */
export function tailSection({ tail, strategies }: BacktestResult): Section | null {
  if (tail === null) return null;
  const { answer } = tailVerdict(tail, strategies.limit.bindingDays);
  return section(
    'tail',
    'The worst days of the desk',
    paragraph(`${answer}.`),
    tailTable(tail),
    paragraph(METHOD),
  );
}

const METHOD =
  'The bounds resample runs of sessions, with both results of a session together. The drawdown is therefore that of the same sessions in another order. No resample has a worse day than the worst one seen, so the bounds of the worst day are too narrow.';

function tailTable({ figures, verdict }: TailComparison): Block {
  return table(
    'Results of the desk by session, every trader stopped at the limit',
    [
      ...words('Figure'),
      ...numbers('Base limits', '5–95%', 'Cut limits', '5–95%', 'Better by', '5–95%'),
      ...words('Verdict'),
    ],
    TAIL_FIGURES.map((name) => {
      const { before, after, improvement, verdict: own } = figures[name];
      return [
        TAIL_NAMES[name],
        roughDollars(before.value),
        boundsCell(before.interval, verdict),
        roughDollars(after.value),
        boundsCell(after.interval, verdict),
        roughDollars(improvement.value),
        boundsCell(improvement.interval, verdict),
        verdictCell(own),
      ];
    }),
  );
}
