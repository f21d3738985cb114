import { expect, it } from 'vitest';
import { inTimeOrder } from '../../../src/domain/ledger/order.ts';
import { at, fill } from '../../support/fills.ts';

const identities = (...fills: Parameters<typeof fill>[0][]) =>
  inTimeOrder(fills.map((overrides) => fill(overrides))).map(({ identity }) => identity);

it('puts earlier fills first', () => {
  expect(
    identities(
      { identity: 'late', secondOfDay: at('10:00') },
      { identity: 'early', secondOfDay: at('09:30') },
    ),
  ).toEqual(['early', 'late']);
});

it('keeps the given order within a second of an account', () => {
  expect(identities({ identity: 'z' }, { identity: 'a' }, { identity: 'm' })).toEqual(['z', 'a', 'm']);
});

it('puts fills of unknown time before every known one', () => {
  expect(
    identities(
      { identity: 'midnight', secondOfDay: 0 },
      { identity: 'unknown', secondOfDay: null },
      { identity: 'unknown too', secondOfDay: null },
    ),
  ).toEqual(['unknown', 'unknown too', 'midnight']);
});

it('orders one second of two accounts by account, whoever was fetched first', () => {
  const first = { identity: 'A1', account: 'A' };
  const second = { identity: 'A2', account: 'A' };
  const other = { identity: 'B1', account: 'B' };
  expect(identities(first, second, other)).toEqual(['A1', 'A2', 'B1']);
  expect(identities(other, first, second)).toEqual(['A1', 'A2', 'B1']);
});

it('leaves the given list as it was', () => {
  const fills = Object.freeze([fill({ secondOfDay: 2 }), fill({ secondOfDay: 1 })]);
  inTimeOrder(fills);
  expect(fills.map(({ secondOfDay }) => secondOfDay)).toEqual([2, 1]);
});
