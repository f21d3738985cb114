import { featureText } from '../../../../domain/engines/model/features.ts';
import { type ModelFit, stabilityOf } from '../../../../domain/evaluation/modelHistory.ts';
import { counted } from '../../../../domain/report/backtestWords.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import { curveFigure, fitTable, stabilityWords, trainingWords } from '../../pages/backtest/modelSection.ts';
import { pointsTo, weightCells, weightTable, widestFirst } from '../../pages/backtest/weightTable.ts';
import {
  type CellContent,
  details,
  numbers,
  paragraph,
  prose,
  section,
  table,
  words,
} from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';

/** Weights shown with what their feature means; all of them are in the table below. */
const MOST_EXPLAINED = 8;

/** Which indicators move the forecast of the last morning, and how steady that is from week to week. */
export function weightSection({
  current,
  fits,
  maxReductionPct,
}: Pick<ModelEvidence, 'current' | 'fits' | 'maxReductionPct'>): Section {
  const heading = 'Inside the model';
  if (current === null)
    return section(
      'weights',
      heading,
      paragraph(
        'No model has been trained yet: a trader needs 20 active sessions before a day can be learned.',
      ),
    );
  const stability = stabilityOf(fits);
  return section(
    'weights',
    heading,
    paragraph(trainingWords(current)),
    explainedTable(current),
    details(`All ${current.weights.length} weights`, weightTable(current, stability)),
    paragraph(stabilityWords(stability)),
    curveFigure(current, maxReductionPct),
    details(`All ${counted(fits.length, 'fit')}`, fitTable(fits.toReversed())),
  );
}

function explainedTable({ weights }: ModelFit): Block {
  const widest = widestFirst(weights).slice(0, MOST_EXPLAINED);
  const { spreads, results } = weightCells(widest);
  return table(
    'The largest weights: what one deviation more of an indicator does to the forecast',
    [
      ...words('Indicator', 'Points to'),
      ...numbers('Spread', 'Result, ordinary days'),
      ...prose('What it means'),
    ],
    widest.map((weight, place): [string, ...CellContent[]] => {
      const { label, sentence } = featureText(weight.feature);
      return [label, pointsTo(weight), spreads[place] ?? '', results[place] ?? '', sentence];
    }),
  );
}
