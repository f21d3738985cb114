import type { CustomSeriesOption, EChartsOption } from 'echarts';
import type { Paper } from './drawing.ts';
import { axisOver, HALO, LETTERS, monthWords } from './lineChart.ts';
import { tint } from './pageColours.ts';

export interface BarChart {
  /** YYYY-MM, ascending. */
  readonly months: readonly string[];
  readonly values: readonly number[];
  /** What each value may lie between, drawn through its bar; one for each, null where it has none. */
  readonly bounds: readonly (readonly [low: number, high: number] | null)[] | null;
  /** What is to be expected, drawn across. */
  readonly level: { readonly value: number; readonly name: string } | null;
  readonly format: (value: number) => string;
}

/** A number is written over each bar where there are so few that it can be read, on a wide screen and on a phone. */
const MOST_LABELLED = { wide: 14, narrow: 5 } as const;

/** Room on the right in which the level's name stands, clear of the bars. */
const LEVEL_NAME_PIXELS = 92;

/** One bar a month: blue above 0, and vermillion below it. */
export function barChart(chart: BarChart, paper: Paper): EChartsOption {
  const { months, values, bounds, level, format } = chart;
  const isLabelled = months.length <= MOST_LABELLED[paper.isNarrow ? 'narrow' : 'wide'];
  return {
    grid: { left: 8, right: level === null ? 16 : LEVEL_NAME_PIXELS, top: 28, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: months.map(monthWords),
      axisLabel: { ...LETTERS, color: tint('muted'), hideOverlap: true },
      axisLine: { lineStyle: { color: tint('muted') } },
      axisTick: { show: false },
    },
    yAxis: axisOver(values, format),
    series: [
      {
        type: 'bar',
        barMaxWidth: 44,
        data: values.map((value) => ({
          value,
          itemStyle: { color: tint(value < 0 ? 'vermillion' : 'blue') },
          label: { position: value < 0 ? 'bottom' : 'top' },
        })),
        label: {
          show: isLabelled && bounds === null,
          formatter: ({ value }) => format(Number(value)),
          ...HALO,
          ...LETTERS,
        },
        markLine: {
          symbol: 'none',
          silent: true,
          data: level === null ? [] : [{ yAxis: level.value, name: level.name }],
          lineStyle: { color: tint('ink'), type: 'dashed', width: 1.5 },
          label: { formatter: '{b}', position: 'end', ...LETTERS },
        },
      },
      ...(bounds === null ? [] : [boundsOf(chart, bounds, isLabelled)]),
    ],
  };
}

/** The number stands over the upper bound, on a patch of paper: neither its own bounds nor the level strike it through. */
function boundsOf(
  { values, format }: BarChart,
  bounds: NonNullable<BarChart['bounds']>,
  isLabelled: boolean,
): CustomSeriesOption {
  return {
    type: 'custom',
    // Above the level's line, which marks are drawn with at 5.
    z: 6,
    data: bounds.flatMap((bound, place) => (bound === null ? [] : [[place, ...bound]])),
    encode: { x: 0, y: [1, 2] },
    renderItem: (_params, api) => {
      const place = Number(api.value(0));
      const [x = 0, low = 0] = api.coord([place, api.value(1)]);
      const [, high = low] = api.coord([place, api.value(2)]);
      const text = format(values[place] ?? 0);
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, y1: low, x2: x, y2: high },
            style: { stroke: tint('ink'), lineWidth: 1.5 },
          },
          ...(isLabelled
            ? [{ type: 'text' as const, x, y: high - 3, style: { text, ...PATCHED_LETTERS } }]
            : []),
        ],
      };
    },
  };
}

const PATCHED_LETTERS = {
  fill: tint('ink'),
  fontSize: LETTERS.fontSize,
  align: 'center',
  verticalAlign: 'bottom',
  backgroundColor: tint('card'),
  padding: 2,
} as const;
