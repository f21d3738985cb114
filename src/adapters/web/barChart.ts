import type { EChartsOption } from 'echarts';
import type { Paper } from './drawing.ts';
import { HALO, LETTERS, monthWords, valueAxis } from './lineChart.ts';
import { tint } from './palette.ts';

export interface BarChart {
  /** YYYY-MM, ascending. */
  readonly months: readonly string[];
  readonly values: readonly number[];
  /** What is to be expected, drawn across. */
  readonly level: { readonly value: number; readonly name: string } | null;
  readonly format: (value: number) => string;
}

/** A number is written over each bar where there are so few that it can be read, on a wide screen and on a phone. */
const MOST_LABELLED = { wide: 14, narrow: 5 } as const;

/** One bar a month: blue above 0, and vermillion below it. */
export function barChart({ months, values, level, format }: BarChart, paper: Paper): EChartsOption {
  const isLabelled = months.length <= MOST_LABELLED[paper.isNarrow ? 'narrow' : 'wide'];
  return {
    grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: months.map(monthWords),
      axisLabel: { ...LETTERS, color: tint('muted'), hideOverlap: true },
      axisLine: { lineStyle: { color: tint('muted') } },
      axisTick: { show: false },
    },
    yAxis: valueAxis(format),
    series: [
      {
        type: 'bar',
        barMaxWidth: 44,
        data: values.map((value) => ({
          value,
          itemStyle: { color: tint(value < 0 ? 'vermillion' : 'blue') },
          label: { position: value < 0 ? 'bottom' : 'top' },
        })),
        label: { show: isLabelled, formatter: ({ value }) => format(Number(value)), ...HALO, ...LETTERS },
        markLine: {
          symbol: 'none',
          silent: true,
          data: level === null ? [] : [{ yAxis: level.value, name: level.name }],
          lineStyle: { color: tint('ink'), type: 'dashed', width: 1.5 },
          label: { formatter: '{b}', position: 'insideEndTop', ...HALO, ...LETTERS },
        },
      },
    ],
  };
}
