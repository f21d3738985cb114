import type { TraderCoverage } from '../../../../domain/evaluation/forecastRecord.ts';
import { counted, grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { wilsonInterval } from '../../../../domain/statistics/reliability.ts';
import { EXCEPTION_RATE } from '../../../../domain/statistics/varBacktest.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { details, numbers, table, words } from '../blocks.ts';
import type { Block } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { EXPECTED_SHARE } from './coverageByMonth.ts';
import { axisShare, decimal, pValue, shareOrUnknown } from './formatFigures.ts';

/** Most rows of the chart; a chart with more is not readable. */
const MOST_PLOTTED = 60;

/** The share of VaRs breached, trader by trader. */
export function coverageByTrader(traders: readonly TraderCoverage[]): readonly Block[] {
  if (traders.length === 0) return [];
  const plotted = furthestOff(traders);
  const rows = plotted.map(coverageRange);
  const off = rows.filter(({ isFull }) => isFull).length;
  const cut =
    plotted.length < traders.length
      ? ` The ${plotted.length} of ${counted(traders.length, 'trader')} whose share is least likely by chance.`
      : '';
  return [
    figure(
      {
        id: 'coverage-chart',
        title: 'Share of VaRs breached, by trader, with 95% intervals',
        description: `A dot and an interval for each of ${counted(rows.length, 'trader')}. The interval of ${off} excludes 5%.`,
        caption: `Full dot: the interval excludes 5%. Of 20 right VaRs one does so by chance.${cut}`,
      },
      rangeHeight(rows.length),
      (size) => rangeChart({ rows, reference: EXPECTED_SHARE, format: axisShare }, size),
    ),
    details('VaR by trader, in numbers', traderTable(plotted)),
  ];
}

/** The traders in order of name; if there are too many, those with the largest Kupiec statistic. */
function furthestOff(traders: readonly TraderCoverage[]): readonly TraderCoverage[] {
  if (traders.length <= MOST_PLOTTED) return traders;
  const doubt = ({ coverage }: TraderCoverage) => coverage.kupiec?.statistic ?? 0;
  const chosen = new Set([...traders].sort((a, b) => doubt(b) - doubt(a)).slice(0, MOST_PLOTTED));
  return traders.filter((trader) => chosen.has(trader));
}

function coverageRange({ trader, coverage }: TraderCoverage): Range {
  const { exceptions, forecasts } = coverage;
  const bounds = wilsonInterval(exceptions, forecasts);
  const isFull = EXCEPTION_RATE < bounds[0] || EXCEPTION_RATE > bounds[1];
  const value = exceptions / forecasts;
  return {
    name: shownName(trader),
    value,
    bounds,
    isFull,
    colour: value > EXCEPTION_RATE ? 'vermillion' : 'blue',
  };
}

function traderTable(traders: readonly TraderCoverage[]): Block {
  const hasPinball = traders.some(({ coverage }) => coverage.pinball !== null);
  return table(
    'VaR by trader',
    [
      ...words('Trader'),
      ...numbers('VaRs', 'Exceptions', 'Share', '95% interval', 'Kupiec p', 'Christoffersen p'),
      ...(hasPinball ? numbers('Pinball') : []),
    ],
    traders.map(({ trader, coverage }) => [
      shownName(trader),
      grouped(coverage.forecasts),
      grouped(coverage.exceptions),
      shareOrUnknown(coverage.rate),
      shareInterval(wilsonInterval(coverage.exceptions, coverage.forecasts)),
      pValue(coverage.kupiec?.pValue),
      pValue(coverage.christoffersen?.pValue),
      ...(hasPinball ? [decimal(coverage.pinball, 4)] : []),
    ]),
  );
}
