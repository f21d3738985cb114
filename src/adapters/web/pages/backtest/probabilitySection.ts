import type { BacktestResult, ProbabilityScores } from '../../../../domain/evaluation/backtestResult.ts';
import { counted, grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { numbers, paragraph, prose, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { scatterChart } from '../scatterChart.ts';
import { axisShare, decimal, shareOrUnknown } from './formatFigures.ts';

type Bins = ProbabilityScores['reliability'];

/** The interval of a bin with fewer days is too wide to judge its chance. */
const LEAST_OF_BIN = 20;

/** Section: whether the predicted chances of a large loss are calibrated. */
export function probabilitySection({ probability }: Pick<BacktestResult, 'probability'>): Section {
  const { reliability: bins } = probability;
  return section(
    'probability',
    'Chance of a large loss',
    paragraph(
      `A large loss is a day worse than the 15% quantile of the trader's own active days. Among days with the same forecast chance, that share of them should be large losses. ${calibrationText(probability)}`,
    ),
    reliabilityFigure(bins),
    binTable(bins),
    scoreTable(probability),
  );
}

/** The total comes first: it can be significant when each bin alone is too small. */
function calibrationText({ expected, came, skill, reliability: bins }: ProbabilityScores): string {
  const sum = `The chances add up to ${decimal(expected, 1)} large losses; ${grouped(came)} happened.`;
  const worse =
    skill !== null && skill < 0
      ? ` Forecasting the base rate every day would have scored better: the skill is ${improvementWords(skill)}.`
      : '';
  return `${sum}${worse} ${binsText(bins)}`;
}

function binsText(bins: Bins): string {
  const smallest = Math.min(...bins.map(({ count }) => count));
  if (smallest < LEAST_OF_BIN)
    return `Not enough to tell for each bin: one has as few as ${counted(smallest, 'day')}, of ${LEAST_OF_BIN} needed.`;
  const kept = bins.filter(
    ({ meanForecast, interval: [low, high] }) => low <= meanForecast && meanForecast <= high,
  );
  return `In ${kept.length} of ${counted(bins.length, 'bin')} the mean forecast lies within the interval of what happened.`;
}

function reliabilityFigure(bins: Bins): Block {
  const highest = Math.max(...bins.map(({ meanForecast, interval }) => Math.max(meanForecast, interval[1])));
  return figure(
    {
      id: 'reliability-chart',
      title: 'Forecast chance against what happened',
      description: bins
        .map(
          ({ meanForecast, observedRate }) =>
            `Forecast ${improvementWords(meanForecast)}, happened ${improvementWords(observedRate)}.`,
        )
        .join(' '),
      caption:
        'Five bins of about as many days each, with 95% Wilson intervals. On the dashed line forecasts are right. Above it they are too low, below it too high.',
    },
    320,
    () =>
      scatterChart({
        points: bins.map(({ meanForecast, observedRate, interval }) => ({
          x: meanForecast,
          y: observedRate,
          bounds: interval,
        })),
        xName: 'forecast chance',
        yName: 'share that happened',
        end: Math.min(1, Math.ceil(highest * 10) / 10),
        diagonalName: 'as it should be',
        format: axisShare,
      }),
  );
}

function binTable(bins: Bins): Block {
  return table(
    'The five bins',
    [...words('Bin'), ...numbers('Days', 'Forecast', 'Happened', '95% interval')],
    bins.map(({ count: days, meanForecast, observedRate, interval }, index) => [
      String(index + 1),
      grouped(days),
      improvementWords(meanForecast),
      improvementWords(observedRate),
      shareInterval(interval),
    ]),
  );
}

function scoreTable(scores: ProbabilityScores): Block {
  const { days, baseRate, expected, came, brier, skill, skillInterval, auc, aucInterval } = scores;
  return table(
    'Scores',
    [...words('Score'), ...numbers('Value', '5–95%'), ...prose('Meaning')],
    [
      ['Days', grouped(days), '', 'traded days with a forecast'],
      ['Large losses', grouped(came), '', `that happened; the chances add up to ${decimal(expected, 1)}`],
      ['Base rate', shareOrUnknown(baseRate), '', 'share of the days that were a large loss'],
      ['Brier score', decimal(brier, 4), '', brierReads(baseRate)],
      [
        'Skill',
        shareOrUnknown(skill),
        skillInterval === null ? UNKNOWN : shareInterval(skillInterval),
        'gain over forecasting the base rate every day; below 0 it is a loss',
      ],
      [
        'AUC',
        decimal(auc, 3),
        aucInterval === null ? UNKNOWN : aucInterval.map((bound) => decimal(bound, 3)).join(' to '),
        'how often the worse of two days had the larger chance; 0.5 is a coin',
      ],
    ],
  );
}

/**
 * Describes the scale of the Brier score by the score of always forecasting the base rate p, which is p(1 −
 * p). Example: a base rate of 0.15 scores 0.15 · 0.85 = 0.1275.
 */
function brierReads(baseRate: number | null): string {
  if (baseRate === null) return '0 is perfect';
  return `0 is perfect; forecasting the base rate every day scores ${decimal(baseRate * (1 - baseRate), 4)}`;
}
