import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { axisDollars } from '../../pages/backtest/formatFigures.ts';
import type { ChartSize } from '../../pages/drawing.ts';
import { axisOver, LETTERS } from '../../pages/lineChart.ts';
import { type PageColour, tint } from '../../pages/pageColours.ts';

/** Marks at one value of some sessions, with a shape of their own. */
export interface SessionMarks {
  readonly name: string;
  /** A symbol of ECharts: `triangle`, `diamond`, `rect`, `circle`. */
  readonly symbol: string;
  readonly colour: PageColour;
  /** By place of the session; null: no mark. */
  readonly values: readonly (number | null)[];
}

/** One bar per session, and a stepped line. */
export interface SessionChart {
  readonly sessions: readonly string[];
  readonly bars: readonly (number | null)[];
  /** null: not known, a gap in the line. */
  readonly line: { readonly name: string; readonly values: readonly (number | null)[] };
  readonly marks: readonly SessionMarks[];
}

/** Dates along the axis of a wide and of a narrow drawing. */
const DATES = { wide: 10, narrow: 3 } as const;
const MARK_PIXELS = 9;

/** Bars over sessions: blue above 0, vermillion below; which side of 0 a bar is on says the same. */
export function sessionChart(chart: SessionChart, size: ChartSize): EChartsOption {
  const { sessions, bars, line, marks } = chart;
  const every = Math.ceil(sessions.length / DATES[size.isNarrow ? 'narrow' : 'wide']);
  return {
    grid: { left: 8, right: 14, top: 16, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: [...sessions],
      axisLine: { onZero: false, lineStyle: { color: tint('muted') } },
      axisTick: { show: false },
      axisLabel: {
        ...LETTERS,
        color: tint('muted'),
        interval: (index: number) => index % every === 0,
        formatter: (date: string) => date.slice(5),
      },
    },
    yAxis: axisOver([...bars, ...line.values], axisDollars),
    series: [
      {
        type: 'bar',
        barCategoryGap: '25%',
        data: bars.map((value) => ({
          value,
          itemStyle: { color: tint((value ?? 0) < 0 ? 'vermillion' : 'blue') },
        })),
      },
      {
        type: 'line',
        name: line.name,
        data: [...line.values],
        step: 'middle',
        showSymbol: false,
        lineStyle: { color: tint('ink'), width: 1.5, type: 'solid' },
      },
      ...marks.map(marksOf),
    ],
  };
}

function marksOf({ name, symbol, colour, values }: SessionMarks): ScatterSeriesOption {
  return {
    type: 'scatter',
    name,
    symbol,
    symbolSize: MARK_PIXELS,
    z: 5,
    data: values.map((value) => value ?? '-'),
    itemStyle: { color: tint(colour), borderColor: tint('card'), borderWidth: 1 },
  };
}
