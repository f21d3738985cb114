import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { barChart } from '../barChart.ts';
import { numbers, section, table, words } from '../blocks.ts';
import type { Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { axisDollars, boundsCell, decimal, noVerdict, verdictCells } from './formatFigures.ts';

/** Section: the effect of the cuts in each month; null for fewer than two months. */
export function monthSection({ byMonth }: BacktestResult): Section | null {
  const heading = 'Month by month';
  if (byMonth.length < 2) return null;
  return section(
    'months',
    heading,
    figure(
      {
        id: 'month-chart',
        title: 'Net benefit of the cuts, by month',
        description: byMonth.map(({ month, limit }) => `${month}: ${roughDollars(limit.net)}.`).join(' '),
        caption: 'Losses avoided less gains forgone by the limit cuts of the engine in force.',
      },
      240,
      (size) =>
        barChart(
          {
            months: byMonth.map(({ month }) => month),
            values: byMonth.map(({ limit }) => limit.net),
            bounds: null,
            level: null,
            format: axisDollars,
          },
          size,
        ),
    ),
    ...noVerdict(byMonth, 'month'),
    monthTable(byMonth),
  );
}

function monthTable(byMonth: BacktestResult['byMonth']) {
  const verdicts = verdictCells(byMonth);
  return table(
    'The limit cuts of the engine in force, by month',
    [
      ...words('Month'),
      ...numbers(
        'Sessions',
        'By the model',
        'Net P&L',
        'Avoided',
        'Forgone',
        'Net benefit',
        '5–95%',
        'Binding',
        'Mean regret',
      ),
      ...words('Verdict'),
    ],
    byMonth.map(({ month, limit, ...row }, index) => [
      month,
      grouped(row.sessions),
      grouped(row.ridgeSessions),
      roughDollars(row.netPnl),
      roughDollars(limit.avoided),
      roughDollars(limit.opportunityCost),
      roughDollars(limit.net),
      boundsCell(row.netInterval, row.verdict),
      grouped(limit.bindingDays),
      decimal(row.regret, 4),
      verdicts[index] ?? '',
    ]),
  );
}
