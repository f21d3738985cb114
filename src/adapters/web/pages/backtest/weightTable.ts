import { featureText } from '../../../../domain/engines/model/features.ts';
import type { FeatureWeight, ModelFit, WeightStability } from '../../../../domain/evaluation/modelHistory.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { barCells, type CellContent, numbers, table, UNKNOWN, words } from '../blocks.ts';
import type { Block } from '../document.ts';
import { decimal } from './formatFigures.ts';

/** The weights of a fit, and how often each changed its sign. */
export function weightTable({ weights }: ModelFit, stability: WeightStability | null): Block {
  const flips = new Map(stability?.flips.map((flip) => [flip.feature, flip]) ?? []);
  const ordered = widestFirst(weights);
  const { spreads, results } = weightCells(ordered);
  return table(
    'What one more standard deviation of an indicator does to the forecast, largest effect first',
    [
      ...words('Indicator', 'Points to'),
      ...numbers('Spread', 'Result, ordinary days', 'Flips, spread', 'Flips, result'),
    ],
    ordered.map((weight, index): [string, ...CellContent[]] => {
      const flip = flips.get(weight.feature);
      return [
        featureText(weight.feature).label,
        pointsTo(weight),
        spreads[index] ?? '',
        results[index] ?? '',
        flip === undefined ? UNKNOWN : grouped(flip.logScale),
        flip === undefined ? UNKNOWN : grouped(flip.location),
      ];
    }),
  );
}

/** The weights with the largest effect on the spread first. */
export function widestFirst(weights: readonly FeatureWeight[]): readonly FeatureWeight[] {
  return weights.toSorted((a, b) => Math.abs(b.logScale) - Math.abs(a.logScale));
}

/** The cells of both effects, with a bar each. */
export function weightCells(weights: readonly FeatureWeight[]) {
  return {
    spreads: barCells(
      weights.map(({ logScale }) => logScale),
      spreadWords,
      (logScale) => logScale > 0,
    ),
    results: barCells(
      weights.map(({ location }) => location),
      signed,
    ),
  };
}

function spreadWords(logScale: number): string {
  const words = improvementWords(Math.expm1(logScale));
  return logScale > 0 && words !== '0.0%' ? `+${words}` : words;
}

function signed(value: number): string {
  const words = decimal(value, 4);
  return value > 0 && words !== '0.0000' ? `+${words}` : words;
}

/** The direction of a weight in words; a weight that rounds to 0 has none. */
export function pointsTo({ location, logScale }: FeatureWeight): string {
  const spread = Math.abs(logScale) < 0.0005 ? '' : logScale > 0 ? 'wilder day' : 'calmer day';
  const result = Math.abs(location) < 0.00005 ? '' : location > 0 ? 'better result' : 'worse result';
  return [spread, result].filter((part) => part !== '').join(', ') || 'no weight';
}
