import { expect, it } from 'vitest';
import { alertNumber } from '../../../src/domain/report/alertNumber.ts';

// The vectors are those of the FNV authors' own test suite.
it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the number of "%s" is the one that FNV-1a gives', (code, number) => {
  expect(alertNumber(code)).toBe(number);
});
