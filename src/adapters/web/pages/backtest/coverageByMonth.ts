import type { MonthCoverage } from '../../../../domain/evaluation/groupCoverage.ts';
import { grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { EXCEPTION_RATE } from '../../../../domain/statistics/varBacktest.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { barChart } from '../barChart.ts';
import { details, numbers, table, UNKNOWN, words } from '../blocks.ts';
import type { Block } from '../document.ts';
import { figure } from '../drawing.ts';
import { axisShare, decimal } from './formatFigures.ts';

/** The level that a chart of breached shares is compared with. */
export const EXPECTED_SHARE = { value: EXCEPTION_RATE, name: '5% expected' } as const;

/** The share of VaRs breached, month by month; nothing where no VaR was tested. */
export function coverageByMonth(byMonth: readonly MonthCoverage[]): readonly Block[] {
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
        caption: 'Dashed: the expected 5%. Each bar has its 5–95%: a month of few VaRs may lie anywhere.',
      },
      240,
      (size) =>
        barChart(
          {
            months: months.map(({ month }) => month),
            values: rates,
            bounds: months.map(({ varRateInterval }) => varRateInterval),
            level: EXPECTED_SHARE,
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
