import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { FeatureWeight, ModelFit, WeightStability } from '../../../../domain/evaluation/modelHistory.ts';
import { indicators } from '../../../../domain/indicators/registry.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { barCells, type CellContent, details, numbers, paragraph, section, table, words } from '../blocks.ts';
import { curveChart } from '../curveChart.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { decimal, UNKNOWN } from './formatFigures.ts';

/** Section: the model of the last fit, and how stable its weights were. */
export function modelSection({ models, settings }: BacktestResult): Section {
  const heading = 'Inside the model';
  const last = models.fits.at(-1);
  if (last === undefined) {
    return section('model', heading, paragraph('Not enough to tell: no model was trained in this period.'));
  }
  return section(
    'model',
    heading,
    paragraph(trainingWords(last)),
    curveFigure(last, settings.maxReductionPct),
    weightTable(last, models.stability),
    paragraph(stabilityWords(models.stability)),
    details(`All ${counted(models.fits.length, 'fit')}`, fitTable(models.fits)),
  );
}

function trainingWords({ trainedThrough, rows, sessions, penalties, curve }: ModelFit): string {
  const [location, scale] = penalties;
  return `The last fit saw ${counted(rows, 'trader-day')} of ${counted(sessions, 'session')}, through ${trainedThrough}. Penalty λ ${penaltyWords(location)} for the result to expect, ${penaltyWords(scale)} for how wild the day will be. It cuts from ${curve.beginsAt} times the usual chance of a large loss on, in full from ${curve.fullAt} times.`;
}

function penaltyWords(penalty: number | null): string {
  return penalty === null
    ? 'infinite (no indicator beat the plain forecast)'
    : String(Number(penalty.toPrecision(3)));
}

function curveFigure({ curve }: ModelFit, deepestPct: number): Block {
  return figure(
    {
      id: 'curve-chart',
      title: 'From risk to cut',
      description: `No cut below ${curve.beginsAt} times the usual chance of a large loss, rising to the full cut at ${curve.fullAt} times, never beyond ${deepestPct} percent.`,
      caption: `The chance of a large loss, as a multiple of its usual 15%, and the cut it leads to: in steps of 5%, none below 10%, never beyond ${deepestPct}%.`,
    },
    240,
    () => curveChart(curve, deepestPct),
  );
}

function weightTable({ weights }: ModelFit, stability: WeightStability | null): Block {
  const labels = new Map(indicators.map(({ id, label }) => [id, label]));
  const flips = new Map(stability?.flips.map((flip) => [flip.feature, flip]) ?? []);
  const ordered = [...weights].sort((a, b) => Math.abs(b.logScale) - Math.abs(a.logScale));
  const spreads = barCells(
    ordered.map(({ logScale }) => logScale),
    spreadWords,
    (logScale) => logScale > 0,
  );
  const results = barCells(
    ordered.map(({ location }) => location),
    signed,
  );
  return table(
    'What one deviation more of an indicator does to the forecast, the widest effect first',
    [
      ...words('Indicator', 'Points to'),
      ...numbers('Spread', 'Result, ordinary days', 'Flips, spread', 'Flips, result'),
    ],
    ordered.map((weight, index): [string, ...CellContent[]] => {
      const flip = flips.get(weight.feature);
      return [
        labels.get(weight.feature) ?? weight.feature,
        inWords(weight),
        spreads[index] ?? '',
        results[index] ?? '',
        flip === undefined ? UNKNOWN : grouped(flip.logScale),
        flip === undefined ? UNKNOWN : grouped(flip.location),
      ];
    }),
  );
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
function inWords({ location, logScale }: FeatureWeight): string {
  const spread = Math.abs(logScale) < 0.0005 ? '' : logScale > 0 ? 'wilder day' : 'calmer day';
  const result = Math.abs(location) < 0.00005 ? '' : location > 0 ? 'better result' : 'worse result';
  return [spread, result].filter((part) => part !== '').join(', ') || 'no weight';
}

function stabilityWords(stability: WeightStability | null): string {
  if (stability === null) return 'Not enough to tell how steady the weights are: it takes two fits.';
  const { fits, logScale, location } = stability;
  return `Over ${counted(fits, 'fit')} the ranking of the weights was held against that of the fit before. For the spread of the day ${rankWords(logScale)}; for the result to expect ${rankWords(location)}. A correlation of 1 is always the same ranking; near 0 the weights are noise.`;
}

function rankWords({ mean, least }: WeightStability['location']): string {
  if (mean === null) return 'no two fits had weights to rank';
  return `the two correlate at ${decimal(mean, 2)} on average, at ${decimal(least, 2)} at the least`;
}

function fitTable(fits: readonly ModelFit[]): Block {
  return table(
    'Every fit, the first morning it was asked on, and what it was trained on',
    [
      ...words('In use from', 'Trained through'),
      ...numbers('Trader-days', 'Sessions', 'λ spread', 'λ result', 'Cuts from', 'In full from'),
      ...words('Model'),
    ],
    fits.map(({ firstUsed, trainedThrough, rows, sessions, penalties: [location, scale], curve, id }) => [
      firstUsed,
      trainedThrough,
      grouped(rows),
      grouped(sessions),
      scale === null ? '∞' : String(Number(scale.toPrecision(3))),
      location === null ? '∞' : String(Number(location.toPrecision(3))),
      `${curve.beginsAt}×`,
      `${curve.fullAt}×`,
      id,
    ]),
  );
}
