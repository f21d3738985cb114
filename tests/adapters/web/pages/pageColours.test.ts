import { describe, expect, it } from 'vitest';
import { PAGE_COLOURS, tint, withPageColours } from '../../../../src/adapters/web/pages/pageColours.ts';

describe('the colours of a page', () => {
  it('have different light shades, so a shade identifies its name while a chart is drawn', () => {
    expect(new Set(PAGE_COLOURS.map(tint)).size).toBe(PAGE_COLOURS.length);
  });

  it('become variables of the page in fill and stroke, and nowhere else', () => {
    const tag = `<path fill="none" stroke="${tint('blue')}" d="#0072b2">`;
    expect(withPageColours(tag)).toBe('<path fill="none" stroke="var(--blue)" d="#0072b2">');
  });
});
