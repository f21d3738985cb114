import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianBySelection } from '../../../src/domain/ledger/tripFacts.ts';
import { median as medianBySorting } from '../../../src/domain/statistics/descriptive.ts';
import { closeDay, lot, tape } from '../../support/fills.ts';

describe('the trips of a day', () => {
  it.each([
    {
      what: 'is one for any number of exits',
      lines: ['09:30 B 300 X 10', '09:31 S 100 X 11', '09:32 S 100 X 9', '09:33 S 100 X 12'],
      trips: [200],
    },
    {
      what: 'ends when the position is added to',
      lines: ['09:30 B 100 X 10', '09:31 S 50 X 11', '09:32 B 50 X 10', '09:33 S 100 X 9'],
      trips: [50, -100],
    },
    {
      what: 'ends when the position goes flat',
      lines: ['09:30 B 100 X 10', '09:31 S 100 X 11', '09:32 T 10 X 11', '09:33 C 10 X 12'],
      trips: [100, -10],
    },
    {
      what: 'ends when the position crosses zero',
      lines: ['09:30 B 100 X 10', '09:31 S 150 X 11', '09:32 C 50 X 12'],
      trips: [100, -50],
    },
    { what: 'ends with the session', lines: ['09:30 B 100 X 10', '09:31 S 50 X 11'], trips: [50] },
    {
      what: 'does not end with a fill in another symbol',
      lines: ['09:30 B 100 X 10', '09:31 S 50 X 11', '09:32 B 5 Y 1', '09:33 S 50 X 8'],
      trips: [-50],
    },
    {
      what: 'with a P&L of 0 is neither a win nor a loss',
      lines: ['09:30 B 0.3 X 0.1', '09:31 S 0.1 X 0.2', '09:32 S 0.2 X 0.05'],
      trips: [0],
    },
    { what: 'at unknown times counts like the others', lines: ['? B 10 X 10', '? S 10 X 9'], trips: [-10] },
  ])('a trip $what', ({ lines, trips }) => {
    const wins = trips.filter((pnl) => pnl > 0);
    const losses = trips.filter((pnl) => pnl < 0).map(Math.abs);
    expect(closeDay({ fills: tape(lines) }).facts).toMatchObject({
      roundTrips: trips.length,
      winningTrips: wins.length,
      losingTrips: losses.length,
      grossWin: expect.closeTo(total(wins), 9),
      grossLoss: expect.closeTo(total(losses), 9),
      largestTripLoss: expect.closeTo(Math.max(0, ...losses), 9),
    });
  });

  it('of overnight lots are wins or losses by their P&L before fees', () => {
    const { facts } = closeDay({
      openingLots: [lot({ price: 10 })],
      fills: tape(['09:30 S 100 AAPL 10.01 5']),
    });
    expect(facts).toMatchObject({
      winningTrips: 1,
      grossWin: expect.closeTo(1, 9),
      netPnl: expect.closeTo(-4, 9),
    });
  });
});

describe('the hold of a trip', () => {
  it.each([
    {
      what: 'is weighted by the quantity of lots',
      lines: ['09:30 B 100 X 10', '09:32 B 300 X 10', '09:34 S 400 X 11'],
      seconds: 150,
    },
    {
      what: 'is weighted by the quantity of exits',
      lines: ['09:30 B 400 X 10', '09:31 S 300 X 11', '09:34 S 100 X 11'],
      seconds: 105,
    },
    {
      what: 'is unknown where the entry time is unknown',
      lines: ['? B 100 X 10', '09:34 S 100 X 11'],
      seconds: null,
    },
    {
      what: 'uses only lots of known time',
      lines: ['? B 100 X 10', '09:30 B 100 X 10', '09:34 S 200 X 11'],
      seconds: 240,
    },
    {
      what: 'is unknown where the exit time is unknown',
      lines: ['? B 100 X 10', '? S 100 X 11'],
      seconds: null,
    },
  ])('the hold of a trip $what', ({ lines, seconds }) => {
    expect(closeDay({ fills: tape(lines) }).facts.medianHoldSecondsWinners).toBe(seconds);
  });

  it('does not include overnight lots', () => {
    const openingLots = [lot({ openedAtSecond: 0 })];
    const { facts } = closeDay({ openingLots, fills: tape(['09:30 B 100 AAPL 12', '09:31 S 200 AAPL 11']) });
    expect(facts).toMatchObject({
      roundTrips: 1,
      medianHoldSecondsWinners: null,
      medianHoldSecondsLosers: null,
    });
    const longer = closeDay({ openingLots, fills: tape(['09:30 B 100 AAPL 10', '09:31 S 200 AAPL 11']) });
    expect(longer.facts.medianHoldSecondsWinners).toBe(60);
  });

  it('has a median over the winners and one over the losers', () => {
    const fills = tape(
      [10, 20, 50].flatMap((seconds, index) => [
        `1${index}:00:00 B 1 W 10`,
        `1${index}:00:${seconds} S 1 W 11`,
        `1${index}:30:00 B 1 L 10`,
        `1${index}:30:0${index + 1} S 1 L 9`,
      ]),
    );
    expect(closeDay({ fills }).facts).toMatchObject({
      medianHoldSecondsWinners: 20,
      medianHoldSecondsLosers: 2,
    });
  });
});

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

it.each([
  { values: [], median: null },
  { values: [7], median: 7 },
  { values: [9, 1], median: 5 },
  { values: [10, -9, 2], median: 2 },
  { values: [100, 20, 3, 4], median: 12 },
])('the median of $values is $median', ({ values, median }) => {
  expect(medianBySelection(values)).toBe(median);
});

it('the median by selection equals the median by sorting, and does not change the values', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(number, { maxLength: 400 }), (generated) => {
      // Adding 0 turns −0 into 0: the two are equal, so either may be the median.
      const values = generated.map((value) => value + 0);
      const before = [...values];
      expect(medianBySelection(values)).toBe(medianBySorting(values));
      expect(values).toEqual(before);
    }),
  );
});
