import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { ModelFit, WeightStability } from '../../../../domain/evaluation/modelHistory.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { details, numbers, paragraph, section, table, words } from '../blocks.ts';
import { curveChart } from '../curveChart.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { decimal } from './formatFigures.ts';
import { weightTable } from './weightTable.ts';

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

/** What the fit was trained on, in sentences. */
export function trainingWords({ trainedThrough, rows, sessions, penalties, curve }: ModelFit): string {
  const [location, scale] = penalties;
  return `The last fit saw ${counted(rows, 'trader-day')} of ${counted(sessions, 'session')}, through ${trainedThrough}. Penalty λ ${penaltyWords(location)} for the result to expect, ${penaltyWords(scale)} for how wild the day will be. It cuts from ${curve.beginsAt} times the usual chance of a large loss on, in full from ${curve.fullAt} times.`;
}

function penaltyWords(penalty: number | null): string {
  return penalty === null
    ? 'infinite (no indicator beat the plain forecast)'
    : String(Number(penalty.toPrecision(3)));
}

/** The curve that turns risk into a cut. */
export function curveFigure({ curve }: ModelFit, deepestPct: number): Block {
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

/** How similar the weights of fit after fit are. */
export function stabilityWords(stability: WeightStability | null): string {
  if (stability === null) return 'Not enough to tell how steady the weights are: it takes two fits.';
  const { fits, logScale, location } = stability;
  return `Over ${counted(fits, 'fit')} the ranking of the weights was held against that of the fit before. For the spread of the day ${rankWords(logScale)}; for the result to expect ${rankWords(location)}. A correlation of 1 is always the same ranking; near 0 the weights are noise.`;
}

function rankWords({ mean, least }: WeightStability['location']): string {
  if (mean === null) return 'no two fits had weights to rank';
  return `the two correlate at ${decimal(mean, 2)} on average, at ${decimal(least, 2)} at the least`;
}

/** Every fit, with what it was trained on. */
export function fitTable(fits: readonly ModelFit[]): Block {
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
