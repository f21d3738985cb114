import type { CustomSeriesOption, EChartsOption, LineSeriesOption } from 'echarts';
import type { ChartSize } from './drawing.ts';
import { LETTERS, valueAxis } from './lineChart.ts';
import { type PageColour, tint } from './pageColours.ts';

/** A value with its confidence bounds; without bounds it is drawn as a dot only. */
export interface Range {
  readonly name: string;
  readonly value: number;
  readonly bounds: readonly [low: number, high: number] | null;
  /** A full dot means that the bounds exclude the reference, a hollow dot that they include it. */
  readonly isFull: boolean;
  readonly colour: PageColour;
}

/** Data of a range chart. */
export interface RangeChart {
  readonly rows: readonly Range[];
  /** A vertical line to compare the values with. */
  readonly reference: { readonly value: number; readonly name: string };
  readonly format: (value: number) => string;
}

/** Height in pixels of a chart with this number of rows. */
export function rangeHeight(rows: number): number {
  return 56 + 20 * rows;
}

/** One row per name, in the given order from the top: a dot and the line between its bounds. */
export function rangeChart({ rows, reference, format }: RangeChart, size: ChartSize): EChartsOption {
  return {
    grid: { left: size.isNarrow ? 12 : 24, right: 28, top: 24, bottom: 8, containLabel: true },
    xAxis: { ...valueAxis(format), splitNumber: size.isNarrow ? 2 : 6 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: { ...LETTERS, interval: 0, width: size.isNarrow ? 110 : 240, overflow: 'truncate' },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: [rangesOf(rows), referenceOf(rows, reference)],
  };
}

function rangesOf(rows: readonly Range[]): CustomSeriesOption {
  return {
    type: 'custom',
    data: rows.map(({ value, bounds }, index) => [value, index, bounds?.[0] ?? value, bounds?.[1] ?? value]),
    encode: { x: [0, 2, 3], y: 1 },
    renderItem: (_params, api) => {
      const row = rows[Number(api.value(1))];
      if (row === undefined) return null;
      const [x = 0, y = 0] = api.coord([row.value, api.value(1)]);
      const [low = x] = api.coord([api.value(2), api.value(1)]);
      const [high = x] = api.coord([api.value(3), api.value(1)]);
      const stroke = tint(row.colour);
      const fill = row.isFull ? stroke : tint('card');
      return {
        type: 'group',
        children: [
          { type: 'line', shape: { x1: low, y1: y, x2: high, y2: y }, style: { stroke, lineWidth: 2 } },
          { type: 'circle', shape: { cx: x, cy: y, r: 4 }, style: { fill, stroke, lineWidth: 2 } },
        ],
      };
    },
  };
}

function referenceOf(rows: readonly Range[], { value, name }: RangeChart['reference']): LineSeriesOption {
  return {
    type: 'line',
    data: rows.length === 0 ? [] : [[value, 0]],
    showSymbol: false,
    markLine: {
      symbol: 'none',
      silent: true,
      data: [{ xAxis: value, name }],
      lineStyle: { color: tint('ink'), type: 'dashed', width: 1.5 },
      label: { formatter: '{b}', position: 'start', ...LETTERS },
    },
  };
}
