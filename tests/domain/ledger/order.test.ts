import { expect, it } from 'vitest';
import { inTimeOrder } from '../../../src/domain/ledger/order.ts';
import { at, fill } from '../../support/fills.ts';

const identities = (...fills: Parameters<typeof fill>[0][]) =>
  inTimeOrder(fills.map((overrides) => fill(overrides))).map(({ identity }) => identity);

it('sorts fills by time', () => {
  expect(
    identities(
      { identity: 'late', secondOfDay: at('10:00') },
      { identity: 'early', secondOfDay: at('09:30') },
    ),
  ).toEqual(['early', 'late']);
});

it('keeps the given order of fills within one second of an account', () => {
  expect(identities({ identity: 'z' }, { identity: 'a' }, { identity: 'm' })).toEqual(['z', 'a', 'm']);
});

it('sorts fills of unknown time before all others', () => {
  expect(
    identities(
      { identity: 'midnight', secondOfDay: 0 },
      { identity: 'unknown', secondOfDay: null },
      { identity: 'unknown too', secondOfDay: null },
    ),
  ).toEqual(['unknown', 'unknown too', 'midnight']);
});

it('sorts fills of two accounts within one second by account, in any order of fetching', () => {
  const first = { identity: 'A1', account: 'A' };
  const second = { identity: 'A2', account: 'A' };
  const other = { identity: 'B1', account: 'B' };
  expect(identities(first, second, other)).toEqual(['A1', 'A2', 'B1']);
  expect(identities(other, first, second)).toEqual(['A1', 'A2', 'B1']);
});

it('does not change the given list of fills', () => {
  const fills = Object.freeze([fill({ secondOfDay: 2 }), fill({ secondOfDay: 1 })]);
  inTimeOrder(fills);
  expect(fills.map(({ secondOfDay }) => secondOfDay)).toEqual([2, 1]);
});
