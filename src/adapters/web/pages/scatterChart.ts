import type { CustomSeriesOption, EChartsOption } from 'echarts';
import { LETTERS, valueAxis } from './lineChart.ts';
import { tint } from './pageColours.ts';

/** A point with the confidence bounds of its y value. */
export interface BoundedPoint {
  readonly x: number;
  readonly y: number;
  readonly bounds: readonly [low: number, high: number];
}

/** Data of a scatter chart. */
export interface ScatterChart {
  readonly points: readonly BoundedPoint[];
  readonly xName: string;
  readonly yName: string;
  /** Both axes end here. */
  readonly end: number;
  readonly diagonalName: string;
  readonly format: (value: number) => string;
}

/** Points with error bars, compared with the diagonal on which x equals y. */
export function scatterChart({
  points,
  xName,
  yName,
  end,
  diagonalName,
  format,
}: ScatterChart): EChartsOption {
  const axis = { ...valueAxis(format), min: 0, max: end };
  const name = { nameTextStyle: { ...LETTERS, color: tint('muted') } };
  return {
    grid: { left: 8, right: 28, top: 32, bottom: 28, containLabel: true },
    xAxis: { ...axis, ...name, name: xName, nameLocation: 'middle', nameGap: 28 },
    yAxis: {
      ...axis,
      ...name,
      name: yName,
      nameLocation: 'end',
      nameTextStyle: { ...name.nameTextStyle, align: 'left' },
    },
    series: [
      {
        type: 'line',
        data: [
          [0, 0],
          [end, end],
        ],
        showSymbol: false,
        lineStyle: { color: tint('muted'), type: 'dashed', width: 1.5 },
        markPoint: {
          symbol: 'circle',
          symbolSize: 0,
          silent: true,
          data: [{ coord: [end, end], name: diagonalName }],
          // Above the plot, where no error bar can overlap it.
          label: { formatter: '{b}', position: 'top', align: 'right', ...LETTERS, color: tint('muted') },
        },
      },
      boundedPoints(points),
    ],
  };
}

function boundedPoints(points: readonly BoundedPoint[]): CustomSeriesOption {
  return {
    type: 'custom',
    data: points.map(({ x, y, bounds }) => [x, y, bounds[0], bounds[1]]),
    renderItem: (_params, api) => {
      const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
      const [, low = y] = api.coord([api.value(0), api.value(2)]);
      const [, high = y] = api.coord([api.value(0), api.value(3)]);
      const stroke = tint('blue');
      return {
        type: 'group',
        children: [
          { type: 'line', shape: { x1: x, y1: low, x2: x, y2: high }, style: { stroke, lineWidth: 2 } },
          { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style: { fill: stroke } },
        ],
      };
    },
  };
}
