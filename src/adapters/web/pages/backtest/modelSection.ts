import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { ModelFit, WeightStability } from '../../../../domain/evaluation/modelHistory.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { details, numbers, paragraph, section, table, words } from '../blocks.ts';
import { curveChart } from '../curveChart.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { decimal } from './formatFigures.ts';
import { weightTable } from './weightTable.ts';

/** Section: the model of the last fit, and how stable its weights were; null without a fit. */
export function modelSection({ models, settings }: BacktestResult): Section | null {
  const last = models.fits.at(-1);
  if (last === undefined) return null;
  return section(
    'model',
    'Inside the model',
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
  return `The last fit used ${counted(rows, 'trader-day')} of ${counted(sessions, 'session')}, through ${trainedThrough}. Its penalty λ is ${penaltyWords(location)} for the expected result, and ${penaltyWords(scale)} for the spread of the day. It cuts from ${curve.beginsAt} times the usual chance of a large loss, and in full from ${curve.fullAt} times.`;
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
      caption: `The cut for each chance of a large loss, as a multiple of the usual 15%. Cuts come in steps of 5%, none below 10%, none above ${deepestPct}%.`,
    },
    240,
    () => curveChart(curve, deepestPct),
  );
}

/** How similar the weights of fit after fit are. */
export function stabilityWords(stability: WeightStability | null): string {
  if (stability === null) return 'Not enough to tell how stable the weights are: there is one fit.';
  const { fits, logScale, location } = stability;
  return `The ranking of the weights was compared with that of the fit before, over ${counted(fits, 'fit')}. For the spread of the day ${rankWords(logScale)}. For the expected result ${rankWords(location)}. A correlation of 1 means the same ranking each time; near 0 the weights are noise.`;
}

function rankWords({ mean, least }: WeightStability['location']): string {
  if (mean === null) return 'no two fits had weights to rank';
  return `the mean correlation is ${decimal(mean, 2)}, the lowest ${decimal(least, 2)}`;
}

/** Every fit, with what it was trained on. */
export function fitTable(fits: readonly ModelFit[]): Block {
  return table(
    'Every fit, the first morning that used it, and what it was trained on',
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
