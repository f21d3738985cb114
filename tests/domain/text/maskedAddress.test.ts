import { expect, it } from 'vitest';
import { maskedAddress, withMaskedAddresses } from '../../../src/domain/text/maskedAddress.ts';

it.each([
  ['ann.lee@desk.example', 'a…e@desk.example'],
  ['Ann Lee <ann.lee@DESK.example>', 'a…e@desk.example'],
  ['bob@desk.example', 'b…@desk.example'],
  ['x@desk', 'x…@desk'],
  ['no address', '…'],
  ['@desk', '…'],
])('masks %s as %s', (recipient, shown) => {
  expect(maskedAddress(recipient)).toBe(shown);
});

it('masks every address in the answer of a server, and nothing else', () => {
  expect(
    withMaskedAddresses('550 5.1.1 <ann.lee@desk.example>: unknown; ask postmaster@mx.example, or wait'),
  ).toBe('550 5.1.1 <a…e@desk.example>: unknown; ask p…r@mx.example, or wait');
});
