import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { ChartSize } from './drawing.ts';
import { type PageColour, tint } from './pageColours.ts';

/** How a line is drawn. */
export type Dash = 'solid' | 'dashed' | 'dotted';

/** One line of a chart. */
export interface Line {
  /** A short name, written at the end of the line. */
  readonly name: string;
  /** One value per session; null for a session without one. */
  readonly values: readonly (number | null)[];
  readonly colour: PageColour;
  readonly dash: Dash;
  /** Whether the line keeps its value until the next one, as a decision does. */
  readonly isStep?: boolean;
}

/** Data of a line chart over sessions. */
export interface LineChart {
  /** Sessions, YYYY-MM-DD, ascending. */
  readonly sessions: readonly string[];
  readonly lines: readonly Line[];
  /** A shaded band between two bounds, with one value of each per session. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
  /** Periods that are shaded over the full height, as first and last session. */
  readonly shaded?: readonly (readonly [string, string])[];
  /** Horizontal lines with a name. */
  readonly levels?: readonly { readonly value: number; readonly name: string }[];
  /** Values below are not drawn. */
  readonly lowest?: number;
  readonly format: (value: number) => string;
}

/**
 * Values over sessions. Lines differ by dash and by the name at their end, so the chart is readable without
 * colours.
 */
export function lineChart(chart: LineChart, size: ChartSize): EChartsOption {
  return {
    grid: { left: 8, right: size.isNarrow ? 98 : 120, top: 24, bottom: 8, containLabel: true },
    xAxis: sessionAxis(chart.sessions, size),
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

/** Font of texts in charts. */
export const LETTERS = { color: tint('ink'), fontSize: 12 } as const;
const QUIET_LETTERS = { color: tint('muted'), fontSize: 12 } as const;
/** A border in the colour of the card around letters that are drawn over lines. */
export const HALO = { textBorderColor: tint('card'), textBorderWidth: 3 } as const;
const RULE = { color: tint('rule'), width: 1 } as const;

/** Settings that all value axes share. */
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

/** An axis for these values. If all are 0 it shows only 0, because ECharts would invent a scale. */
export function axisOver(values: readonly (number | null)[], format: (value: number) => string) {
  const axis = valueAxis(format);
  if (values.some((value) => value !== null && value !== 0)) return axis;
  const formatter = (value: number) => (value === 0 ? format(0) : '');
  return { ...axis, min: 0, max: 1, interval: 1, axisLabel: { ...axis.axisLabel, formatter } };
}

function sessionAxis(sessions: readonly string[], size: ChartSize): EChartsOption['xAxis'] & object {
  const isShort = new Set(sessions.map((session) => session.slice(0, 7))).size <= SHORT_MONTHS;
  const most = size.isNarrow ? 2 : 8;
  const labelled = isShort ? evenlySpaced(sessions.length, most) : firstsOfMonths(sessions, most);
  return {
    type: 'category',
    data: [...sessions],
    boundaryGap: false,
    axisLine: { lineStyle: { color: tint('muted') } },
    axisTick: { show: false },
    axisLabel: {
      ...QUIET_LETTERS,
      interval: (index: number) => labelled.has(index),
      formatter: isShort ? dayName : monthName,
    },
  };
}

/** A period of up to so many months has days on its axis. */
const SHORT_MONTHS = 3;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formats YYYY-MM or YYYY-MM-DD as `Jan 2026`. */
export function monthName(date: string): string {
  return `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

/** Formats YYYY-MM-DD as `6 Oct`. */
export function dayName(date: string): string {
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** The first index, and every n-th one so that there are at most `most`. */
function evenlySpaced(length: number, most: number): ReadonlySet<number> {
  const step = Math.max(1, Math.ceil(length / most));
  return new Set(Array.from({ length: Math.ceil(length / step) }, (_, place) => place * step));
}

/** Indexes of the first session of each month, or of every n-th month if there are more than `most`. */
function firstsOfMonths(sessions: readonly string[], most: number): ReadonlySet<number> {
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

/** ECharts has no band, so it is two stacked areas, of which the lower one is invisible. */
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

/** An invisible line that holds the levels and shaded periods, which ECharts attaches to a series. */
function frameOf({ sessions, shaded = [], levels = [] }: LineChart): LineSeriesOption {
  return {
    type: 'line',
    // These values are not drawn; they extend the axis to the levels.
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
