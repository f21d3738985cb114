import { describe, expect, it } from 'vitest';
import { at, closeDay, contract, fill, lot, tape } from '../../support/fills.ts';

it('a day without fills has zeros for counts and sums, and nulls for what is unknown', () => {
  const { facts, closingLots } = closeDay({ openingLots: [lot()] });
  expect(closingLots).toEqual([lot()]);
  expect(facts).toMatchObject({
    netPnl: 0,
    fills: 0,
    orders: 0,
    symbols: 0,
    symbolConcentration: 0,
    overnightNotional: 1_000,
    minutesAfterLoss: 0,
    minutesOtherwise: 0,
    halfHourConcentration: null,
    firstFillSecond: null,
    lastFillSecond: null,
    lastOpeningSecond: null,
    medianHoldSecondsWinners: null,
    medianHoldSecondsLosers: null,
    meanLogSizeAfterLoss: null,
    meanLogSizeAfterWin: null,
    bestRunningPnl: null,
    worstRunningPnl: null,
    giveBack: null,
    lowWaterMarks: { realised: [], total: [] },
  });
});

describe('the orders of a day', () => {
  it.each([
    { what: 'one for all fills that share an id', orderIds: ['A', 'A', 'A'], orders: 1 },
    { what: 'one for an id that occurs again later', orderIds: ['A', 'B', 'A'], orders: 2 },
    { what: 'one for each fill without an id', orderIds: ['', '', 'A'], orders: 3 },
  ])('are counted as $what', ({ orderIds, orders }) => {
    const fills = orderIds.map((orderId, index) => fill({ secondOfDay: at(`09:3${index}`), orderId }));
    expect(closeDay({ fills }).facts.orders).toBe(orders);
  });

  it('are counted as two for the same id in two accounts', () => {
    const fills = ['NET001', 'NET002'].flatMap((account) => tape(['09:30 B 1 X 1'], { account }));
    expect(closeDay({ fills }).facts.orders).toBe(2);
  });
});

describe('the concentration of a day', () => {
  it.each([
    {
      what: 'one symbol',
      lines: ['09:30 B 1 X 5', '10:30 S 1 X 5'],
      symbols: 1,
      bySymbol: 1,
      byHalfHour: 0.5,
    },
    {
      what: 'four equal symbols',
      lines: ['09:30 B 1 A 5', '09:31 B 1 B 5', '09:32 B 5 C 1', '09:59:59 T 1 D 5'],
      symbols: 4,
      bySymbol: 0.25,
      byHalfHour: 1,
    },
    {
      what: 'only unknown times',
      lines: ['? B 1 X 5', '? B 3 Y 5'],
      symbols: 2,
      bySymbol: 0.625,
      byHalfHour: null,
    },
    {
      what: 'nothing but worthless options',
      lines: ['09:30 B 1 X 0'],
      symbols: 1,
      bySymbol: 0,
      byHalfHour: null,
    },
  ])(
    'with $what is $bySymbol by symbol and $byHalfHour by half-hour',
    ({ lines, symbols, bySymbol, byHalfHour }) => {
      expect(closeDay({ fills: tape(lines) }).facts).toMatchObject({
        symbols,
        symbolConcentration: expect.closeTo(bySymbol, 12),
        halfHourConcentration: byHalfHour === null ? null : expect.closeTo(byHalfHour, 12),
      });
    },
  );

  it('counts one symbol in two accounts as one', () => {
    const fills = ['NET001', 'NET002'].flatMap((account) => tape(['09:30 B 1 X 1'], { account }));
    expect(closeDay({ fills }).facts).toMatchObject({ symbols: 1, symbolConcentration: 1 });
  });
});

describe('the morning and the afternoon', () => {
  it('are separated at 12:00:00', () => {
    const fills = tape(['11:59:59 B 10 X 10 1', '12:00:00 S 10 X 12 1']);
    expect(closeDay({ fills }).facts).toMatchObject({
      morningNotional: 100,
      afternoonNotional: 120,
      morningPnl: -1,
    });
  });

  it('do not include fills of unknown time', () => {
    const fills = tape(['? B 10 X 10 1', '? S 10 X 12 1']);
    expect(closeDay({ fills }).facts).toMatchObject({
      morningNotional: 0,
      afternoonNotional: 0,
      morningPnl: 0,
      netPnl: 18,
    });
  });
});

describe('the overnight notional', () => {
  it.each([
    { last: 'before', dealtElsewhere: '09:40', price: 70 },
    { last: 'after', dealtElsewhere: '09:32', price: 65 },
  ])(
    'uses the last price of the trader in any account: the account of the lot traded $last another',
    ({ dealtElsewhere, price }) => {
      const openingLots = [lot({ account: 'NET002', symbol: 'X', quantity: -10, price: 50 })];
      const fills = [
        ...tape(['09:30 B 1 X 60', `${dealtElsewhere} S 1 X 70`], { account: 'NET001' }),
        ...tape(['09:35 B 1 X 65'], { account: 'NET002' }),
      ];
      const lotsWithoutFill = [lot({ symbol: 'X', quantity: 10, price: 50 })];
      expect(closeDay({ openingLots, fills }).facts.overnightNotional).toBe(9 * price);
      expect(
        closeDay({ openingLots: [...lotsWithoutFill, ...openingLots], fills }).facts.overnightNotional,
      ).toBe(19 * price);
    },
  );

  it('includes the multiplier, and is positive for a short', () => {
    const openingLots = [lot({ symbol: 'CALL', quantity: -2, price: 1.5 })];
    expect(closeDay({ openingLots, contractOf: () => contract(100) }).facts.overnightNotional).toBe(300);
  });
});

describe('the notional added below cost', () => {
  it.each([
    { what: 'a long averaged down', lines: ['09:30 B 100 X 10', '09:31 B 50 X 9'], added: 450 },
    { what: 'a long added to as it rose', lines: ['09:30 B 100 X 10', '09:31 B 50 X 11'], added: 0 },
    { what: 'a short averaged up', lines: ['09:30 T 100 X 10', '09:31 T 50 X 11'], added: 550 },
    { what: 'a short added to as it fell', lines: ['09:30 T 100 X 10', '09:31 T 50 X 9'], added: 0 },
    {
      what: 'the same price again',
      lines: ['09:30 B 0.1 X 0.7', '09:31 B 0.2 X 0.7', '09:32 B 0.3 X 0.7'],
      added: 0,
    },
    {
      what: 'above the last fill but below the average',
      lines: ['09:30 B 100 X 10', '09:31 B 100 X 6', '09:32 B 10 X 7'],
      added: 670,
    },
    {
      what: 'a new position opened at a lower price',
      lines: ['09:30 B 100 X 10', '09:31 S 100 X 9', '09:32 B 100 X 8'],
      added: 0,
    },
    {
      what: 'only the opening part after crossing zero',
      lines: ['09:30 B 100 X 10', '09:31 S 150 X 9', '09:32 T 10 X 12'],
      added: 120,
    },
  ])('of $what is $added dollars', ({ lines, added }) => {
    expect(closeDay({ fills: tape(lines) }).facts.notionalAddedBelowCost).toBeCloseTo(added, 9);
  });

  it('includes overnight lots in the average cost', () => {
    const { facts } = closeDay({ openingLots: [lot({ price: 10 })], fills: tape(['09:30 B 10 AAPL 9']) });
    expect(facts.notionalAddedBelowCost).toBe(90);
  });

  it('has an exact cost for a tiny rest of a large position', () => {
    const large = ['09:30 B 1000000 X 0.1', '09:31 B 0.00000001 X 0.1', '09:32 S 1000000 X 0.1'];
    expect(closeDay({ fills: tape([...large, '09:33 B 10 X 0.1']) }).facts.notionalAddedBelowCost).toBe(0);
  });
});

describe('the last second in which a position was opened', () => {
  it.each([
    { what: 'an entry', lines: ['10:00 B 1 X 5', '10:30 S 1 X 5'], second: at('10:00') },
    {
      what: 'an addition to a position',
      lines: ['10:00 B 1 X 5', '10:10 B 1 X 5', '10:30 S 2 X 5'],
      second: at('10:10'),
    },
    {
      what: 'the other side of a fill that crosses zero',
      lines: ['10:00 B 1 X 5', '10:30 S 2 X 5'],
      second: at('10:30'),
    },
    { what: 'no fill of unknown time', lines: ['? B 1 X 5', '10:30 S 1 X 5'], second: null },
  ])('counts $what', ({ lines, second }) => {
    expect(closeDay({ fills: tape(lines) }).facts.lastOpeningSecond).toBe(second);
  });
});
