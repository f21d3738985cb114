import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/adapters/database/canonicalJson.ts';
import { InputError } from '../../../src/shared/errors.ts';

describe('canonical JSON', () => {
  it.each([
    // The example of RFC 8785, section 3.2.3, and its order of keys in 3.2.3.
    [
      {
        numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
        string: '€$\u000F\nA\'B"\\\\"/',
        literals: [null, true, false],
      },
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ],
    [
      { '€': 1, '\r': 2, '\uFB33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\uFB33":3}',
    ],
    [{ b: { d: 1, c: undefined }, a: [{ z: 1, y: 2 }] }, '{"a":[{"y":2,"z":1}],"b":{"d":1}}'],
    [-0, '0'],
    ['', '""'],
  ])('of %o', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [undefined],
    [10n],
    [new Date(0)],
    [new Map()],
    ['\uD800'],
    [() => 1],
  ])('refuses %o, which JSON cannot represent', (value) => {
    expect(() => canonicalJson({ value: [value] })).toThrow(InputError);
  });

  it('has the content of JSON and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
        expect(canonicalJson(reversed(plain))).toBe(canonicalJson(plain));
      }),
      { seed: 8785, numRuns: 200 },
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
