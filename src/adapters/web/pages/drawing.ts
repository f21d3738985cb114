import { createRequire } from 'node:module';
import type { EChartsOption } from 'echarts';
import type { Drawing, Figure } from './document.ts';
import { tint, withPageColours } from './pageColours.ts';

/** Loads ECharts with the first chart, in one file: most processes draw none. */
const load = createRequire(import.meta.url);

const SIZES = { wide: 920, narrow: 330 } as const;

/** Width of a chart in pixels, and whether it is the drawing for narrow screens. */
export interface ChartSize {
  readonly width: number;
  readonly isNarrow: boolean;
}

/** The id and the texts of a figure. */
export interface FigureTexts {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly caption: string;
}

/**
 * Draws a chart for wide and for narrow screens, `height` pixels high. It is drawn twice, because the letters
 * of the wide drawing, shrunk to a phone, would have a third of their size.
 */
export function figure(
  words: FigureTexts,
  height: number,
  option: (size: ChartSize) => EChartsOption,
): Figure {
  const drawings = (['wide', 'narrow'] as const).map((size): Drawing => {
    const width = SIZES[size];
    const drawn = draw(option({ width, isNarrow: size === 'narrow' }), width, height);
    return { size, width, height, shapes: cleanSvg(drawn, `${words.id}-${size}`) };
  });
  return { kind: 'figure', ...words, drawings };
}

function draw(option: EChartsOption, width: number, height: number): string {
  const { init }: typeof import('echarts') = load('echarts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, color: [tint('blue')], ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/**
 * Returns only the shapes, with ids made from `prefix`. ECharts writes a counter of its charts into ids and
 * classes, so two pages of the same result would differ, and two charts of a page could share an id. Its
 * classes and styles are for mouse events, which the page does not use. Only tags are changed, because a
 * trader's name may be any text.
 */
function cleanSvg(svg: string, prefix: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>/, '')
    .replace(/<[a-zA-Z][^>]*>/g, (tag) => cleanTag(tag, prefix))
    .replace(/\s*\n\s*/g, '');
}

const NEEDLESS = / (?:class|ecmeta_\w+|pointer-events|xml:space|stroke-miterlimit)="[^"]*"| fill="#000"/g;

function cleanTag(tag: string, prefix: string): string {
  const plain = tag
    .replace(NEEDLESS, '')
    .replace(/ style="([^"]*)"/g, (_style, rules: string) => fontAttributes(rules))
    .replace(/\bzr\d+-c(\d+)\b/g, `${prefix}-$1`)
    .replace(/\s+>$/, '>');
  return withPageColours(plain);
}

/** Font size and weight as attributes: the page's security policy allows no inline styles. */
function fontAttributes(rules: string): string {
  const size = /font-size:(\d+)px/.exec(rules)?.[1];
  const weight = /font-weight:(\w+)/.exec(rules)?.[1];
  return `${size === undefined ? '' : ` font-size="${size}"`}${weight === undefined ? '' : ` font-weight="${weight}"`}`;
}
