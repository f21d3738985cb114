import type { BacktestResult, DeskCoverage } from '../../../../domain/evaluation/backtestResult.ts';
import { judgedZone, type PooledDeskCoverage } from '../../../../domain/evaluation/coverage.ts';
import { grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { youngCoverageSentence } from '../../../../domain/report/youngWords.ts';
import { EXCEPTION_RATE, type LikelihoodRatioTest } from '../../../../domain/statistics/varBacktest.ts';
import { numbers, paragraph, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { coverageByMonth } from './coverageByMonth.ts';
import { coverageByTrader } from './coverageByTrader.ts';
import { decimal, pValue, shareOrUnknown } from './formatFigures.ts';

/**
 * Section: whether the 95 % VaR is breached on 5 % of the days, for the desk, by month and by trader; null
 * where none was tested.
 */
export function coverageSection(result: BacktestResult): Section | null {
  const { valueAtRisk, byMonth, byTrader } = result;
  const young = youngCoverageSentence(result);
  if (valueAtRisk.forecasts === 0) return null;
  return section(
    'var',
    'Value at risk',
    paragraph(
      'An exception is a traded day that lost more than its VaR. Kupiec tests whether there are as many as expected; Christoffersen tests whether one makes the next likelier. Both take trader-days as independent; those of one session are not, so a small p may be one bad morning. The zone counts only as many forecasts as the resampled sessions are worth. The pinball loss is compared with that of the plain volatility: the VaR of the same code without any feature.',
    ),
    deskTable(valueAtRisk),
    ...(young === null ? [] : [paragraph(young)]),
    ...coverageByMonth(byMonth),
    ...coverageByTrader(byTrader.filter(({ coverage }) => coverage.forecasts > 0)),
  );
}

function deskTable(desk: DeskCoverage): Block {
  return table(
    'The desk',
    [...words('Measure'), ...numbers('Value')],
    [
      ...coverageRows(desk),
      ['Pinball loss, ordinary days', decimal(desk.pinball, 4)],
      ['Pinball loss of the plain volatility', decimal(desk.benchmark?.plainPinball ?? null, 4)],
      ['Ratio of the two, below 1 is better', benchmarkWords(desk.benchmark)],
    ],
  );
}

/** The tests of a desk's VaR, one row each. */
export function coverageRows(desk: PooledDeskCoverage): readonly (readonly [string, string])[] {
  return [
    ['VaRs tested', grouped(desk.forecasts)],
    ['Sessions with a VaR', grouped(desk.sessions)],
    ['Exceptions', grouped(desk.exceptions)],
    ['Exceptions expected', decimal(EXCEPTION_RATE * desk.forecasts, 1)],
    ['Share breached, 5% expected', shareOrUnknown(desk.rate)],
    ['5–95% of that share', desk.rateInterval === null ? UNKNOWN : shareInterval(desk.rateInterval)],
    [
      'Worth so many independent VaRs',
      desk.effectiveForecasts === null ? UNKNOWN : grouped(Math.round(desk.effectiveForecasts)),
    ],
    ['Zone', judgedZone(desk) ?? 'too few to tell'],
    ['Kupiec, coverage', testWords(desk.kupiec)],
    ['Christoffersen, independence', testWords(desk.christoffersen)],
    ['Both at once', testWords(desk.conditionalCoverage)],
  ];
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
