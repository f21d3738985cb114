import { describe, expect, it } from 'vitest';
import {
  pageColours,
  pageTextPairs,
  tint,
  withPageColours,
} from '../../../../src/adapters/web/pages/palette.ts';

describe('the colours of the pages', () => {
  it.each(
    pageTextPairs.flatMap(({ text, on }) =>
      (['light', 'dark'] as const).map((paper) => ({ text, on, paper })),
    ),
  )('hold 4.5:1 for $text on $on on $paper paper', ({ text, on, paper }) => {
    expect(contrast(pageColours[text][paper], pageColours[on][paper])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    (['blue', 'vermillion', 'muted', 'ink'] as const).flatMap((line) =>
      (['light', 'dark'] as const).map((paper) => ({ line, paper })),
    ),
  )('hold 3:1 for $line lines on $paper paper', ({ line, paper }) => {
    expect(contrast(pageColours[line][paper], pageColours.card[paper])).toBeGreaterThanOrEqual(3);
  });

  it('stand for themselves while a chart is drawn, no two alike', () => {
    const light = Object.values(pageColours).map((shade) => shade.light.toLowerCase());
    expect(new Set(light).size).toBe(light.length);
  });

  it('become the variables of the page, and only in what paints', () => {
    const tag = `<path fill="none" stroke="${tint('blue')}" d="#0072b2">`;
    expect(withPageColours(tag)).toBe('<path fill="none" stroke="var(--blue)" d="#0072b2">');
  });
});

/** WCAG 2.2: (L₁ + 0.05) / (L₂ + 0.05), the lighter above. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
