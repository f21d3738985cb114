import type { CustomSeriesOption, EChartsOption } from 'echarts';
import type { ChartSize } from './drawing.ts';
import { LETTERS } from './lineChart.ts';
import { tint } from './pageColours.ts';

/** Values of −1 to 1 for pairs of names; below the diagonal only, since both halves are the same. */
export interface HeatMap {
  readonly names: readonly string[];
  /** By row, then column; null: not known. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Values above it have a border. */
  readonly highAbove: number;
}

const ROW_PIXELS = 24;
/** The strongest colour: letters on it must stay readable. */
const MOST_OPACITY = 0.6;
/** A field narrower than this has no number. */
const LEAST_NUMBER_PIXELS = 25;

/** Height in pixels of a map of this many names. */
export function heatMapHeight(names: number): number {
  return 84 + ROW_PIXELS * (names - 1);
}

/** Blue above 0, vermillion below 0; wide fields have their number, narrow ones a line across below 0. */
export function heatMap({ names, values, highAbove }: HeatMap, size: ChartSize): EChartsOption {
  const [rows, columns] = [names.slice(1), names.slice(0, -1)];
  const axis = { type: 'category', axisTick: { show: false }, axisLine: { show: false } } as const;
  const letters = { ...LETTERS, interval: 0, width: 84, overflow: 'truncate' } as const;
  return {
    grid: { left: 4, right: 8, top: 4, bottom: 4, containLabel: true },
    xAxis: {
      ...axis,
      data: [...columns],
      axisLabel: { ...letters, rotate: size.isNarrow || columns.length > 9 ? 90 : 0 },
    },
    yAxis: { ...axis, data: [...rows], inverse: true, axisLabel: letters },
    series: [fields(values, highAbove)],
  };
}

function fields(values: HeatMap['values'], highAbove: number): CustomSeriesOption {
  const data = values
    .slice(1)
    .flatMap((row, place) =>
      row
        .slice(0, place + 1)
        .flatMap((value, column) => (value === null ? [] : [[column, place, value] as const])),
    );
  return {
    type: 'custom',
    data: data.map((point) => [...point]),
    encode: { x: 0, y: 1 },
    renderItem: (_params, api) => {
      const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
      const size = api.size?.([1, 1]);
      const [width = 0, height = 0] = Array.isArray(size) ? size : [];
      const box = { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 };
      return { type: 'group', children: field(box, Number(api.value(2)), highAbove) };
    },
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function field(box: Box, value: number, highAbove: number) {
  const fill = tint(value < 0 ? 'vermillion' : 'blue');
  const isNumbered = box.width >= LEAST_NUMBER_PIXELS;
  return [
    { type: 'rect' as const, shape: box, style: { fill, opacity: MOST_OPACITY * Math.abs(value) } },
    ...(value > highAbove
      ? [{ type: 'rect' as const, shape: box, style: { fill: 'none', stroke: tint('ink'), lineWidth: 2 } }]
      : []),
    ...(isNumbered ? [numberOf(box, value)] : value < 0 ? [strikeOf(box)] : []),
  ];
}

function numberOf({ x, y, width, height }: Box, value: number) {
  const text = `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2).replace(/^0/, '')}`;
  const middle = { align: 'center', verticalAlign: 'middle' } as const;
  const style = { text, fill: tint('ink'), fontSize: 11, ...middle };
  return { type: 'text' as const, x: x + width / 2, y: y + height / 2, style };
}

/** A narrow field has no minus sign, so a line across it says that its value is below 0. */
function strikeOf({ x, y, width, height }: Box) {
  const shape = { x1: x, y1: y + height, x2: x + width, y2: y };
  return { type: 'line' as const, shape, style: { stroke: tint('vermillion'), lineWidth: 1 } };
}
