import { describe, expect, it } from 'vitest';
import { paint } from '../../../src/adapters/email/paint.ts';
import { palette } from '../../../src/shared/palette.ts';

describe('paint', () => {
  it('puts the light and the dark shade into a template', () => {
    expect(paint('color:[[ink]]; color:[[ink.dark]]')).toBe(
      `color:${palette.ink.light}; color:${palette.ink.dark}`,
    );
  });

  it('throws when the palette has no colour of that name', () => {
    expect(() => paint('color:[[inc]]')).toThrow('[[inc]]');
  });
});
