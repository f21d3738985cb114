import { describe, expect, it } from 'vitest';
import { paint, palette, textPairs } from '../../../src/adapters/email/palette.ts';

/** WCAG 2.2, relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

it('measures contrast as the standard does', () => {
  expect([contrast('#000000', '#FFFFFF'), contrast('#777777', '#FFFFFF')]).toEqual([
    21,
    expect.closeTo(4.48, 2),
  ]);
});

describe.each(['light', 'dark'] as const)('on %s paper', (paper) => {
  it.each(textPairs)('$text on $on reads at 4.5:1 or better', ({ text, on }) => {
    expect(contrast(palette[text][paper], palette[on][paper])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['cutBar', 'calmBar'] as const)('a %s stands out from the card at 3:1 or better', (bar) => {
    expect(contrast(palette[bar][paper], palette.card[paper])).toBeGreaterThanOrEqual(3);
  });
});

it('paints both papers into a template', () => {
  expect(paint('color:[[ink]]; color:[[ink.dark]]')).toBe(
    `color:${palette.ink.light}; color:${palette.ink.dark}`,
  );
});

it('refuses a colour that the palette lacks', () => {
  expect(() => paint('color:[[inc]]')).toThrow('[[inc]]');
});
