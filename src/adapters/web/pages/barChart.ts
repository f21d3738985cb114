import type { CustomSeriesOption, EChartsOption } from 'echarts';
import type { ChartSize } from './drawing.ts';
import { axisOver, HALO, LETTERS, monthName } from './lineChart.ts';
import { tint } from './pageColours.ts';

/** Data of a bar chart with one bar per month. */
export interface BarChart {
  /** YYYY-MM, ascending. */
  readonly months: readonly string[];
  readonly values: readonly number[];
  /** Confidence bounds of each value, drawn through its bar; null for a value without bounds. */
  readonly bounds: readonly (readonly [low: number, high: number] | null)[] | null;
  /** The expected value, drawn as a horizontal line. */
  readonly level: { readonly value: number; readonly name: string } | null;
  readonly format: (value: number) => string;
}

/** Up to this number of bars, each has its number above it; with more, the numbers would overlap. */
const MOST_LABELLED = { wide: 14, narrow: 5 } as const;

/** Space to the right of the bars for the name of the level. */
const LEVEL_NAME_PIXELS = 92;

/** One bar per month: blue for values above 0, vermillion below. */
export function barChart(chart: BarChart, size: ChartSize): EChartsOption {
  const { months, values, bounds, level, format } = chart;
  const isLabelled = months.length <= MOST_LABELLED[size.isNarrow ? 'narrow' : 'wide'];
  return {
    grid: { left: 8, right: level === null ? 16 : LEVEL_NAME_PIXELS, top: 28, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: months.map(monthName),
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

/** The number is above the upper bound on an opaque background, so that neither bounds nor level cross it. */
function boundsOf(
  { values, format }: BarChart,
  bounds: NonNullable<BarChart['bounds']>,
  isLabelled: boolean,
): CustomSeriesOption {
  return {
    type: 'custom',
    // Above the line of the level: ECharts draws marks at z = 5.
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
