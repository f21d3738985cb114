import type { EChartsOption } from 'echarts';
import { type CutCurve, cutFor } from '../../../domain/engines/cutCurve.ts';
import { LETTERS, valueAxis } from './lineChart.ts';
import { tint } from './pageColours.ts';

const STEP = 0.02;

/** The cut in percent over multiples of the usual chance, computed by the function that decides the cuts. */
export function curveChart(curve: CutCurve, deepestPct: number): EChartsOption {
  const end = Math.ceil(curve.fullAt + 1);
  const points = Array.from({ length: Math.round(end / STEP) + 1 }, (_, index) => {
    const ratio = index * STEP;
    return [ratio, cutFor(ratio, curve, deepestPct)];
  });
  const steps = points.filter(
    ([, cut], index) => cut !== points[index - 1]?.[1] || index === points.length - 1,
  );
  return {
    grid: { left: 8, right: 28, top: 28, bottom: 28, containLabel: true },
    xAxis: {
      ...valueAxis((ratio) => `${ratio}×`),
      max: end,
      name: 'multiple of the usual chance',
      nameLocation: 'middle',
      nameGap: 28,
      nameTextStyle: { ...LETTERS, color: tint('muted') },
    },
    yAxis: { ...valueAxis((cut) => `${cut}%`), max: 80, interval: 20 },
    series: [
      {
        type: 'line',
        data: steps,
        step: 'end',
        showSymbol: false,
        lineStyle: { color: tint('blue'), width: 2 },
      },
    ],
  };
}
