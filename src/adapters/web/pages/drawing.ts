import { type EChartsOption, init } from 'echarts';
import type { Drawing, Figure } from './document.ts';
import { tint, withPageColours } from './pageColours.ts';

const SIZES = { wide: 920, narrow: 330 } as const;

/** What a chart needs to know of the paper it is drawn on. */
export interface Paper {
  readonly width: number;
  readonly isNarrow: boolean;
}

export interface ChartWords {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly caption: string;
}

/**
 * A chart at both widths. Charts are drawn for each, not shrunk: on a phone the letters of the wide one would be a third
 * of their size.
 */
export function figure(words: ChartWords, height: number, option: (paper: Paper) => EChartsOption): Figure {
  const drawings = (['wide', 'narrow'] as const).map((size): Drawing => {
    const width = SIZES[size];
    const drawn = draw(option({ width, isNarrow: size === 'narrow' }), width, height);
    return { size, width, height, shapes: tidied(drawn, `${words.id}-${size}`) };
  });
  return { kind: 'figure', ...words, drawings };
}

function draw(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, color: [tint('blue')], ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/**
 * The shapes alone. The library counts its charts through the life of the process and writes the count into ids and
 * classes: two pages of the same result would differ, and two charts of a page might share an id. Its classes and styles
 * serve a pointer that this page does not follow. Only tags are rewritten: a trader may be called anything.
 */
function tidied(svg: string, prefix: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>/, '')
    .replace(/<[a-zA-Z][^>]*>/g, (tag) => tidiedTag(tag, prefix))
    .replace(/\s*\n\s*/g, '');
}

const NEEDLESS = / (?:class|ecmeta_\w+|pointer-events|xml:space|stroke-miterlimit)="[^"]*"| fill="#000"/g;

function tidiedTag(tag: string, prefix: string): string {
  const plain = tag
    .replace(NEEDLESS, '')
    .replace(/ style="([^"]*)"/g, (_style, rules: string) => asAttributes(rules))
    .replace(/\bzr\d+-c(\d+)\b/g, `${prefix}-$1`)
    .replace(/\s+>$/, '>');
  return withPageColours(plain);
}

/** The page allows no inline style; of the library's the size and the weight of letters matter. */
function asAttributes(rules: string): string {
  const size = /font-size:(\d+)px/.exec(rules)?.[1];
  const weight = /font-weight:(\w+)/.exec(rules)?.[1];
  return `${size === undefined ? '' : ` font-size="${size}"`}${weight === undefined ? '' : ` font-weight="${weight}"`}`;
}
