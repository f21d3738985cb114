import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { SizingScores } from '../../../../domain/evaluation/sizingAccumulator.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { SIZING_ROWS, sizingSentence } from '../../../../domain/report/sizingWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { type CellContent, numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Section } from '../document.ts';
import { boundsCell, verdictCell } from './formatFigures.ts';

/**
 * Section: what the sizes of docs/sizing.md would have changed, alone and with the cuts; null where
 * nothing.
 */
export function sizingSection({ sizing }: BacktestResult): Section | null {
  if (sizing.reducedDays === 0) return null;
  return section(
    'sizing',
    'Sizing',
    paragraph(sizingSentence(sizing)),
    table(
      'Dollars against full size, every trader stopped at the base limit',
      [
        ...words('Figure'),
        ...numbers('Saved', 'Forgone', 'Net', '5–95%', 'Binding days'),
        ...words('Verdict'),
        ...prose('Meaning'),
      ],
      SIZING_ROWS.map(({ key, name, meaning }) => rowOf(name, sizing[key], meaning)),
    ),
  );
}

function rowOf(name: string, impact: SizingScores['alone'], meaning: string): [string, ...CellContent[]] {
  return [
    name,
    roughDollars(impact.avoided),
    roughDollars(impact.opportunityCost),
    roughDollars(impact.net),
    boundsCell(impact.netInterval, impact.verdict),
    grouped(impact.bindingDays),
    verdictCell(impact.verdict),
    meaning,
  ];
}
