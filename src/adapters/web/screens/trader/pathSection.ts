import type { EChartsOption } from 'echarts';
import { clockOfDay } from '../../../../domain/report/clockOfDay.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { limitDollars, pnlDollars } from '../../../../domain/text/money.ts';
import { count } from '../../../../domain/text/words.ts';
import type { TraderHistory, TraderPath, TraderSession } from '../../../../ports/screens/traderHistories.ts';
import { axisDollars } from '../../pages/backtest/formatFigures.ts';
import { details, numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import { type ChartSize, figure } from '../../pages/drawing.ts';
import { axisOver, HALO, LETTERS } from '../../pages/lineChart.ts';
import { tint } from '../../pages/pageColours.ts';

const HOUR = 3600;

/** How one day went down: its new lows, as the ledger stores them. */
export function pathSection({ path, sessions }: TraderHistory): Section {
  if (path === null) return section('path', 'One day', paragraph('No day with trades is stored.'));
  const session = sessions.find(({ sessionDate }) => sessionDate === path.sessionDate);
  const heading = `The path of ${longDay(path.sessionDate)}`;
  const close = session?.day?.netPnl ?? null;
  const end = close === null ? '' : ` The day closed at ${pnlDollars(close)} net.`;
  const lowest = path.marks.at(-1);
  if (lowest === undefined)
    return section('path', heading, paragraph(`The running P&L was never below 0.${end}`));
  const basis = path.basis === 'realised' ? 'realised P&L' : 'P&L with open positions';
  const words = `${count(path.marks.length, 'new low')}; the lowest is ${pnlDollars(lowest.runningPnl)} at ${clockOfDay(lowest.secondOfDay)}.${end}`;
  return section(
    'path',
    heading,
    figure(
      {
        id: 'path-chart',
        title: `New lows of the running ${basis}`,
        description: words,
        caption: `${words} Times are market time. The ledger stores each new low: the line shows how the day went down, and not what was won back in between.`,
      },
      220,
      (size) => pathChart(path, session, size),
    ),
    details('The numbers: new lows of the day', lowTable(path)),
  );
}

function pathChart(
  { marks }: TraderPath,
  session: TraderSession | undefined,
  size: ChartSize,
): EChartsOption {
  const first = session?.day?.firstFillSecond ?? marks[0]?.secondOfDay ?? 0;
  const last = Math.max(session?.day?.lastFillSecond ?? 0, marks.at(-1)?.secondOfDay ?? 0);
  const lows = marks.map(({ secondOfDay, runningPnl }) => [secondOfDay, runningPnl]);
  const lowest = marks.at(-1)?.runningPnl ?? 0;
  // A limit far below the day would press the path flat against the top.
  const isNear = session?.limit != null && -session.limit >= 2.5 * lowest;
  const levels = isNear && session?.limit != null ? [-session.limit] : [];
  return {
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    xAxis: {
      type: 'value',
      min: Math.floor(first / HOUR) * HOUR,
      max: Math.ceil((last + 1) / HOUR) * HOUR,
      interval: HOUR * (size.isNarrow ? 3 : 1),
      axisLabel: { ...LETTERS, color: tint('muted'), formatter: (second: number) => clockOfDay(second) },
      axisLine: { onZero: false, lineStyle: { color: tint('muted') } },
      splitLine: { show: false },
    },
    yAxis: axisOver([lowest, ...levels], axisDollars),
    series: [
      {
        type: 'line',
        step: 'end',
        data: [[first, 0], ...lows, [last, lowest]],
        symbol: 'circle',
        symbolSize: 4,
        lineStyle: { color: tint('vermillion'), width: 2 },
        itemStyle: { color: tint('vermillion') },
        markLine: {
          symbol: 'none',
          silent: true,
          data: levels.map((yAxis) => ({ yAxis, name: `limit ${limitDollars(-yAxis)}` })),
          lineStyle: { color: tint('ink'), type: 'dashed', width: 1.5 },
          label: { formatter: '{b}', position: 'insideEndTop', ...HALO, ...LETTERS },
        },
      },
    ],
  };
}

function lowTable({ marks }: TraderPath) {
  return table(
    'New lows, oldest first',
    [...words('Time'), ...numbers('Running P&L', 'With open positions', 'Open notional')],
    marks.map(({ secondOfDay, runningPnl, totalPnl, openNotional }) => [
      clockOfDay(secondOfDay),
      pnlDollars(runningPnl),
      pnlDollars(totalPnl),
      pnlDollars(openNotional),
    ]),
  );
}
