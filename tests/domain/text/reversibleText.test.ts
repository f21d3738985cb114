import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reversibleText, textOfReversible } from '../../../src/domain/text/reversibleText.ts';

const pieces = fc.constantFrom('=', "'", ' ', ';', '-', '<U+', '0041>', '\u200b', '\u00a0', 'a', '\n', '😀');
const texts = fc.array(pieces).map((parts) => parts.join(''));

describe('reversibleText', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ["'=1+1", "''=1+1"],
    ['a;-5', "a;'-5"],
    [' a', '<U+0020>a'],
    ['NET\u200b001', 'NET<U+200B>001'],
    ['NET<U+200B>001', 'NET<U+003C>U+200B>001'],
    ["O'Neil", "O'Neil"],
  ])('writes %j as %j', (text, written) => {
    expect(reversibleText(text)).toBe(written);
    expect(textOfReversible(written)).toBe(text);
  });

  it('can be undone for every text, and begins no formula', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const written = reversibleText(text);
        expect(textOfReversible(written)).toBe(text);
        expect(written).not.toMatch(/(?:^|;) *[=+\-@]/);
        expect(written.trim()).toBe(written);
      }),
    );
  });
});
