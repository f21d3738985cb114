import { describe, expect, it } from 'vitest';
import { type Colour, palette } from '../../src/shared/palette.ts';

/** Every pair in which mails or pages put text on a surface. */
const TEXT_PAIRS: readonly { readonly text: Colour; readonly on: Colour }[] = [
  { text: 'ink', on: 'page' },
  { text: 'muted', on: 'page' },
  { text: 'ink', on: 'card' },
  { text: 'muted', on: 'card' },
  { text: 'good', on: 'card' },
  { text: 'bad', on: 'card' },
  { text: 'ink', on: 'soft' },
  { text: 'muted', on: 'soft' },
  { text: 'ink', on: 'badSoft' },
  { text: 'bad', on: 'badSoft' },
  { text: 'noticeInk', on: 'notice' },
];

/** Relative luminance of an sRGB colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours (WCAG 2.2): (lighter + 0.05) / (darker + 0.05). */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

it('the contrast in this test is computed as WCAG does', () => {
  expect([contrast('#000000', '#FFFFFF'), contrast('#777777', '#FFFFFF')]).toEqual([
    21,
    expect.closeTo(4.48, 2),
  ]);
});

describe.each(['light', 'dark'] as const)('the colours on a %s background', (background) => {
  it.each(TEXT_PAIRS)('have a contrast of at least 4.5:1 for $text text on $on', ({ text, on }) => {
    expect(contrast(palette[text][background], palette[on][background])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['blue', 'vermillion', 'muted', 'ink'] as const)(
    'have a contrast of at least 3:1 for %s bars and lines on a card',
    (line) => {
      expect(contrast(palette[line][background], palette.card[background])).toBeGreaterThanOrEqual(3);
    },
  );
});
