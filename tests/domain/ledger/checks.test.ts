import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import type { OpenLot } from '../../../src/domain/ledger/lot.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { closeDay, contract, fill, lot } from '../../support/fills.ts';

const errorOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
};

describe('the checks of fills', () => {
  it.each<{ what: string; overrides: Partial<Fill>; says: string }>([
    {
      what: 'of another session',
      overrides: { sessionDate: '2024-03-14' },
      says: 'found 2024-03-14 · expected 2024-03-15',
    },
    { what: 'of quantity 0', overrides: { quantity: 0 }, says: 'quantity' },
    { what: 'of a quantity below the eighth decimal', overrides: { quantity: 1e-9 }, says: 'quantity' },
    { what: 'of a negative quantity', overrides: { quantity: -1 }, says: 'quantity' },
    { what: 'of an infinite quantity', overrides: { quantity: Number.POSITIVE_INFINITY }, says: 'quantity' },
    { what: 'without a price', overrides: { price: Number.NaN }, says: 'price' },
    { what: 'without fees', overrides: { fees: Number.NaN }, says: 'fees' },
    { what: 'after midnight', overrides: { secondOfDay: 86_400 }, says: 'second of day' },
    { what: 'before midnight', overrides: { secondOfDay: -1 }, says: 'second of day' },
    {
      what: 'at a second that is not a number',
      overrides: { secondOfDay: Number.NaN },
      says: 'second of day',
    },
  ])('a fill $what is refused', ({ overrides, says }) => {
    const error = errorOf(() => closeDay({ fills: [fill(), fill({ orderId: 'O77', ...overrides })] }));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'ledger_fill',
      message: expect.stringContaining(says),
      retryable: false,
    });
    expect(error).toMatchObject({ message: expect.stringMatching(/of NET001 in AAPL.*order O77/) });
  });
});

describe('the checks of opening lots', () => {
  it.each<{ what: string; openingLots: OpenLot[]; says: string }>([
    {
      what: 'of the session itself',
      openingLots: [lot({ openedOn: '2024-03-15' })],
      says: 'before 2024-03-15',
    },
    { what: 'of a later session', openingLots: [lot({ openedOn: '2024-03-18' })], says: 'before 2024-03-15' },
    { what: 'of quantity 0', openingLots: [lot({ quantity: 0 })], says: 'quantity' },
    {
      what: 'of a quantity that is not a number',
      openingLots: [lot({ quantity: Number.NaN })],
      says: 'quantity',
    },
    { what: 'without a price', openingLots: [lot({ price: Number.NaN })], says: 'price' },
    { what: 'on both sides of a position', openingLots: [lot(), lot({ quantity: -1 })], says: 'same side' },
  ])('an opening lot $what is refused', ({ openingLots, says }) => {
    const error = errorOf(() => closeDay({ openingLots }));
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ code: 'ledger_lot', message: expect.stringContaining(says) });
  });

  it('opening lots on two sides are accepted in two positions', () => {
    const openingLots = [
      lot(),
      lot({ symbol: 'MSFT', quantity: -1 }),
      lot({ account: 'NET002', quantity: -1 }),
    ];
    expect(closeDay({ openingLots }).closingLots).toHaveLength(3);
  });
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a multiplier of %s is refused', (multiplier) => {
  const error = errorOf(() => closeDay({ fills: [fill()], contractOf: () => contract(multiplier) }));
  expect(error).toMatchObject({ code: 'ledger_multiplier', message: expect.stringContaining('AAPL') });
});
