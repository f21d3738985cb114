import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { Paper } from './drawing.ts';
import { type PageColour, tint } from './pageColours.ts';

export type Dash = 'solid' | 'dashed' | 'dotted';

export interface Line {
  /** A few words, written at the line's end. */
  readonly name: string;
  /** One for each session; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly colour: PageColour;
  readonly dash: Dash;
  /** Whether it keeps its value until the next one, as a decision does. */
  readonly isStep?: boolean;
}

export interface LineChart {
  /** Sessions, YYYY-MM-DD, ascending. */
  readonly sessions: readonly string[];
  readonly lines: readonly Line[];
  /** Shaded between two bounds, one of each for every session. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
  /** Stretches of sessions, first and last, that are shaded from top to bottom. */
  readonly shaded?: readonly (readonly [string, string])[];
  /** Level lines with a name. */
  readonly levels?: readonly { readonly value: number; readonly name: string }[];
  /** Values below are not drawn. */
  readonly lowest?: number;
  readonly format: (value: number) => string;
}

/** Values over sessions: lines told apart by dash and by the name at their end, so that none hangs on its colour. */
export function lineChart(chart: LineChart, paper: Paper): EChartsOption {
  return {
    grid: { left: 8, right: paper.isNarrow ? 98 : 120, top: 24, bottom: 8, containLabel: true },
    xAxis: sessionAxis(chart.sessions, paper),
    yAxis: { ...axisOver(drawnValues(chart), chart.format), ...floorOf(chart) },
    series: [...bandOf(chart), ...chart.lines.map(lineOf), frameOf(chart)],
  };
}

function drawnValues({ lines, band, levels }: LineChart): readonly (number | null)[] {
  return [
    ...lines.flatMap(({ values }) => values),
    ...(band === undefined ? [] : [...band.low, ...band.high]),
    ...(levels ?? []).map(({ value }) => value),
  ];
}

export const LETTERS = { color: tint('ink'), fontSize: 12 } as const;
const QUIET_LETTERS = { color: tint('muted'), fontSize: 12 } as const;
/** Letters that stand on lines keep some paper around them. */
export const HALO = { textBorderColor: tint('card'), textBorderWidth: 3 } as const;
const RULE = { color: tint('rule'), width: 1 } as const;

export function valueAxis(format: (value: number) => string) {
  return {
    type: 'value',
    scale: false,
    splitNumber: 4,
    axisLabel: { ...QUIET_LETTERS, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: RULE },
    axisLine: { show: false },
    axisTick: { show: false },
  } as const;
}

/** An axis for these values. Of nothing but 0 it says 0 alone, where the library would make up a scale. */
export function axisOver(values: readonly (number | null)[], format: (value: number) => string) {
  const axis = valueAxis(format);
  if (values.some((value) => value !== null && value !== 0)) return axis;
  const formatter = (value: number) => (value === 0 ? format(0) : '');
  return { ...axis, min: 0, max: 1, interval: 1, axisLabel: { ...axis.axisLabel, formatter } };
}

function sessionAxis(sessions: readonly string[], paper: Paper): EChartsOption['xAxis'] & object {
  const labelled = labelledSessions(sessions, paper.isNarrow ? 2 : 8);
  return {
    type: 'category',
    data: [...sessions],
    boundaryGap: false,
    axisLine: { lineStyle: { color: tint('muted') } },
    axisTick: { show: false },
    axisLabel: {
      ...QUIET_LETTERS,
      interval: (index: number) => labelled.has(index),
      formatter: monthWords,
    },
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** YYYY-MM or YYYY-MM-DD: `Jan 2026`. */
export function monthWords(date: string): string {
  return `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

/** The first session of each month, or of every few where there are too many to write. */
function labelledSessions(sessions: readonly string[], most: number): ReadonlySet<number> {
  const firsts = sessions.flatMap((session, index) =>
    index > 0 && session.slice(0, 7) !== sessions[index - 1]?.slice(0, 7) ? [index] : [],
  );
  if (firsts.length === 0) return new Set([0]);
  const step = Math.ceil(firsts.length / most);
  return new Set(firsts.filter((_, place) => place % step === 0));
}

function lineOf({ name, values, colour, dash, isStep }: Line): LineSeriesOption {
  return {
    type: 'line',
    name,
    data: [...values],
    step: isStep === true ? 'end' : false,
    showSymbol: false,
    lineStyle: { color: tint(colour), width: 2, type: dash },
    itemStyle: { color: tint(colour) },
    endLabel: {
      show: true,
      formatter: name,
      color: tint(colour),
      fontSize: 12,
      fontWeight: 'bold',
      distance: 6,
    },
    labelLayout: { moveOverlap: 'shiftY' },
  };
}

/** Two stacked areas, of which the lower is not seen. */
function bandOf({ band }: LineChart): LineSeriesOption[] {
  if (band === undefined) return [];
  const part = { type: 'line', stack: 'band', stackStrategy: 'all', showSymbol: false } as const;
  const none = { width: 0, color: tint('card') };
  return [
    { ...part, data: [...band.low], lineStyle: none },
    {
      ...part,
      data: band.high.map((high, index) => high - (band.low[index] ?? 0)),
      lineStyle: none,
      areaStyle: { color: tint('muted'), opacity: 0.25 },
    },
  ];
}

function floorOf({ lowest, lines }: LineChart): { readonly min?: number } {
  const values = lines.flatMap((line) => line.values);
  const isNeeded = lowest !== undefined && values.some((value) => value !== null && value < lowest);
  return isNeeded ? { min: lowest } : {};
}

/** A line that is not seen and carries what belongs to the whole chart. */
function frameOf({ sessions, shaded = [], levels = [] }: LineChart): LineSeriesOption {
  return {
    type: 'line',
    // Not drawn: they make the axis reach as far as the levels do.
    data: sessions.map((_, index) => levels[index]?.value ?? null),
    showSymbol: false,
    lineStyle: { width: 0 },
    silent: true,
    markLine: {
      symbol: 'none',
      data: levels.map(({ value, name }) => ({ yAxis: value, name })),
      lineStyle: { color: tint('muted'), type: 'dotted', width: 1.5 },
      label: { formatter: '{b}', position: 'insideStartTop', ...HALO, ...QUIET_LETTERS },
    },
    markArea: {
      itemStyle: { color: tint('blue'), opacity: 0.14 },
      data: shaded.map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
    },
  };
}
