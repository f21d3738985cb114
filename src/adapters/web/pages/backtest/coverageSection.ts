import type {
  BacktestResult,
  DeskCoverage,
  TraderResult,
} from '../../../../domain/evaluation/backtestResult.ts';
import { judgedZone } from '../../../../domain/evaluation/coverage.ts';
import { counted, grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { wilsonInterval } from '../../../../domain/statistics/reliability.ts';
import { EXCEPTION_RATE, type LikelihoodRatioTest } from '../../../../domain/statistics/varBacktest.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { barChart } from '../barChart.ts';
import { details, numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { axisShare, decimal, pValue, shareOrUnknown, UNKNOWN } from './formatFigures.ts';

/** Most rows of the chart; a chart with more is not readable. */
const MOST_PLOTTED = 60;
const EXPECTED = { value: EXCEPTION_RATE, name: '5% expected' } as const;

/** Section: whether the 95 % VaR is breached on 5 % of the days, for the desk, by month and by trader. */
export function coverageSection({ valueAtRisk, byMonth, byTrader }: BacktestResult): Section {
  const heading = 'Value at risk';
  if (valueAtRisk.forecasts === 0) {
    return section('var', heading, paragraph('Not enough to tell: no VaR was tested in this period.'));
  }
  return section(
    'var',
    heading,
    paragraph(
      'An exception is a traded day that lost more than its VaR. Kupiec asks whether there are as many as there should be, Christoffersen whether one makes the next likelier; both take trader-days as independent, which those of one session are not, so that a small p may be one bad morning. The zone does not: it counts only as many forecasts as the resampled sessions are worth. The pinball loss is held against that of the plain volatility, the VaR that the same code would have given without any feature: a quiet period makes both small.',
    ),
    deskTable(valueAtRisk),
    ...monthBlocks(byMonth),
    ...traderBlocks(byTrader.filter(({ coverage }) => coverage.forecasts > 0)),
  );
}

function deskTable(desk: DeskCoverage): Block {
  return table(
    'The desk',
    [...words('Measure'), ...numbers('Value')],
    [
      ['VaRs tested', grouped(desk.forecasts)],
      ['Sessions with a VaR', grouped(desk.sessions)],
      ['Exceptions', grouped(desk.exceptions)],
      ['Share breached, 5% meant', shareOrUnknown(desk.rate)],
      ['5–95% of that share', desk.rateInterval === null ? UNKNOWN : shareInterval(desk.rateInterval)],
      [
        'Worth as many independent VaRs',
        desk.effectiveForecasts === null ? UNKNOWN : grouped(Math.round(desk.effectiveForecasts)),
      ],
      ['Zone', judgedZone(desk) ?? 'too few to tell'],
      ['Kupiec, coverage', testWords(desk.kupiec)],
      ['Christoffersen, independence', testWords(desk.christoffersen)],
      ['Both at once', testWords(desk.conditionalCoverage)],
      ['Pinball loss, ordinary days', decimal(desk.pinball, 4)],
      ['That of the plain volatility alone', decimal(desk.benchmark?.plainPinball ?? null, 4)],
      ['The one over the other, below 1 is better', benchmarkWords(desk.benchmark)],
    ],
  );
}

function benchmarkWords(benchmark: DeskCoverage['benchmark']): string {
  if (benchmark === null) return UNKNOWN;
  const { ratio, ratioInterval } = benchmark;
  const bounds =
    ratioInterval === null ? UNKNOWN : ratioInterval.map((bound) => decimal(bound, 3)).join(' to ');
  return `${decimal(ratio, 3)} (5–95%: ${bounds})`;
}

function testWords(test: LikelihoodRatioTest | null): string {
  return test === null ? UNKNOWN : `LR ${test.statistic.toFixed(2)}, p ${pValue(test.pValue)}`;
}

function monthBlocks(byMonth: BacktestResult['byMonth']): readonly Block[] {
  const months = byMonth.filter(({ varForecasts }) => varForecasts > 0);
  const rates = months.map(({ varExceptions, varForecasts }) => varExceptions / varForecasts);
  if (months.length === 0) return [];
  return [
    figure(
      {
        id: 'exception-chart',
        title: 'Share of VaRs breached, by month',
        description: months
          .map(({ month }, index) => `${month}: ${improvementWords(rates[index] ?? 0)}.`)
          .join(' '),
        caption:
          'Dashed: the 5% that are meant to be breached. Each bar with its 5–95%: a month of few VaRs may lie anywhere.',
      },
      240,
      (size) =>
        barChart(
          {
            months: months.map(({ month }) => month),
            values: rates,
            bounds: months.map(({ varRateInterval }) => varRateInterval),
            level: EXPECTED,
            format: axisShare,
          },
          size,
        ),
    ),
    details(
      'Exceptions by month, in numbers',
      table(
        'Exceptions by month',
        [...words('Month'), ...numbers('Sessions', 'VaRs', 'Exceptions', 'Share', '5–95%', 'Per session')],
        months.map(({ month, sessions, varForecasts, varExceptions, varRateInterval }, index) => [
          month,
          grouped(sessions),
          grouped(varForecasts),
          grouped(varExceptions),
          improvementWords(rates[index] ?? 0),
          varRateInterval === null ? UNKNOWN : shareInterval(varRateInterval),
          decimal(varExceptions / sessions, 2),
        ]),
      ),
    ),
  ];
}

function traderBlocks(traders: readonly TraderResult[]): readonly Block[] {
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
        caption: `A full dot: the interval excludes 5%; of 20 honest traders one does so by chance. Hollow: it does not.${cut}`,
      },
      rangeHeight(rows.length),
      (size) => rangeChart({ rows, reference: EXPECTED, format: axisShare }, size),
    ),
    details('VaR by trader, in numbers', traderTable(plotted)),
  ];
}

/** The traders in order of name; if there are too many, those with the largest Kupiec statistic. */
function furthestOff(traders: readonly TraderResult[]): readonly TraderResult[] {
  if (traders.length <= MOST_PLOTTED) return traders;
  const doubt = ({ coverage }: TraderResult) => coverage.kupiec?.statistic ?? 0;
  const chosen = new Set([...traders].sort((a, b) => doubt(b) - doubt(a)).slice(0, MOST_PLOTTED));
  return traders.filter((trader) => chosen.has(trader));
}

function coverageRange({ trader, coverage }: TraderResult): Range {
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

function traderTable(traders: readonly TraderResult[]): Block {
  return table(
    'VaR by trader',
    [
      ...words('Trader'),
      ...numbers('VaRs', 'Exceptions', 'Share', '95% interval', 'Kupiec p', 'Christoffersen p', 'Pinball'),
    ],
    traders.map(({ trader, coverage }) => [
      shownName(trader),
      grouped(coverage.forecasts),
      grouped(coverage.exceptions),
      shareOrUnknown(coverage.rate),
      shareInterval(wilsonInterval(coverage.exceptions, coverage.forecasts)),
      pValue(coverage.kupiec?.pValue),
      pValue(coverage.christoffersen?.pValue),
      decimal(coverage.pinball, 4),
    ]),
  );
}
