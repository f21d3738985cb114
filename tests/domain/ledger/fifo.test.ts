import { describe, expect, it } from 'vitest';
import { runLedger } from '../../../scripts/simulation/runLedger.ts';
import type { OpenLot } from '../../../src/domain/ledger/lot.ts';
import { at, closeDay, contract, fill, lot, tape } from '../../support/fills.ts';

const openAfter = (lots: readonly OpenLot[]) => lots.map(({ quantity, price }) => [quantity, price]);

describe('the worked example of the vendor: bought Mon 1.00, Tue 1.10 and 1.05, Wed 1.15 and 1.20', () => {
  const bought = (sessionDate: string, ...prices: number[]) =>
    prices.map((price) => fill({ sessionDate, side: 'B', quantity: 1, symbol: 'XYZ', price }));
  const sold = (sessionDate: string, quantity: number) =>
    fill({ sessionDate, side: 'S', quantity, symbol: 'XYZ', price: 1.3, secondOfDay: at('15:00') });
  const mondayAndTuesday = [
    { sessionDate: '2024-03-11', fills: bought('2024-03-11', 1.0) },
    { sessionDate: '2024-03-12', fills: bought('2024-03-12', 1.1, 1.05) },
  ];
  const wednesday = bought('2024-03-13', 1.15, 1.2);

  it.each([
    {
      sale: 'one on Wednesday',
      sessions: [{ sessionDate: '2024-03-13', fills: [...wednesday, sold('2024-03-13', 1)] }],
      realised: 0.15,
      left: [1.0, 1.1, 1.05, 1.2],
    },
    {
      sale: 'three on Wednesday',
      sessions: [{ sessionDate: '2024-03-13', fills: [...wednesday, sold('2024-03-13', 3)] }],
      realised: 0.55,
      left: [1.1, 1.05],
    },
    {
      sale: 'one on Thursday',
      sessions: [
        { sessionDate: '2024-03-13', fills: wednesday },
        { sessionDate: '2024-03-14', fills: [sold('2024-03-14', 1)] },
      ],
      realised: 0.3,
      left: [1.1, 1.05, 1.15, 1.2],
    },
  ])('selling $sale at 1.30 realises $realised', ({ sessions, realised, left }) => {
    const days = [
      ...runLedger({
        trader: 'T',
        openingLots: [],
        sessions: [...mondayAndTuesday, ...sessions],
      }),
    ];
    expect(days.at(-1)?.facts.grossPnl).toBeCloseTo(realised, 12);
    expect(days.at(-1)?.closingLots.map(({ price }) => price)).toEqual(left);
  });
});

describe('realised P&L and closing lots', () => {
  it.each([
    { what: 'a long sold higher', lines: ['09:30 B 100 X 10', '09:31 S 100 X 11'], gross: 100, open: [] },
    { what: 'a long sold lower', lines: ['09:30 B 100 X 10', '09:31 S 100 X 9.5'], gross: -50, open: [] },
    { what: 'a short covered lower', lines: ['09:30 T 100 X 10', '09:31 C 100 X 9'], gross: 100, open: [] },
    {
      what: 'a short covered higher',
      lines: ['09:30 T 100 X 10', '09:31 C 100 X 12'],
      gross: -200,
      open: [],
    },
    {
      what: 'a short by a source that sends only B and S',
      lines: ['09:30 S 100 X 10', '09:31 B 100 X 9'],
      gross: 100,
      open: [],
    },
    {
      what: 'the oldest lot closed first',
      lines: ['09:30 B 100 X 10', '09:31 B 100 X 11', '09:32 S 150 X 12'],
      gross: 250,
      open: [[50, 11]],
    },
    {
      what: 'a short closed in parts',
      lines: ['09:30 T 100 X 10', '09:31 T 100 X 11', '09:32 C 50 X 9', '09:33 C 100 X 9'],
      gross: 200,
      open: [[-50, 11]],
    },
    {
      what: 'long through flat to short',
      lines: ['09:30 B 100 X 10', '09:31 S 150 X 11'],
      gross: 100,
      open: [[-50, 11]],
    },
    {
      what: 'short through flat to long and back',
      lines: ['09:30 T 100 X 10', '09:31 B 300 X 9', '09:32 S 250 X 10'],
      gross: 300,
      open: [[-50, 10]],
    },
    {
      what: 'two symbols kept apart',
      lines: ['09:30 B 100 X 10', '09:31 S 100 Y 20', '09:32 S 100 X 11'],
      gross: 100,
      open: [[-100, 20]],
    },
    {
      what: 'fractions that floats cannot hold',
      lines: ['09:30 B 0.1 X 100', '09:31 B 0.2 X 100', '09:32 S 0.3 X 110'],
      gross: 3,
      open: [],
    },
    {
      what: 'eighth decimals',
      lines: ['09:30 B 0.12345678 X 60000', '09:31 S 0.12345677 X 61000'],
      gross: 123.45677,
      open: [[0.00000001, 60000]],
    },
    { what: 'a negative price', lines: ['09:30 B 10 X -5', '09:31 S 10 X 1'], gross: 60, open: [] },
  ])('are right for $what: $gross dollars', ({ lines, gross, open }) => {
    const { facts, closingLots } = closeDay({ fills: tape(lines) });
    expect(facts.grossPnl).toBeCloseTo(gross, 9);
    expect(openAfter(closingLots)).toEqual(
      open.map(([quantity, price]) => [expect.closeTo(quantity ?? 0, 12), price]),
    );
  });

  it('leave no lot when fractions sum to the whole position', () => {
    const tenths = Array.from({ length: 10 }, (_, index) => `09:3${index % 10} B 0.1 X 100`);
    const { closingLots } = closeDay({ fills: tape([...tenths, '10:00 S 1 X 100']) });
    expect(closingLots).toEqual([]);
  });

  it('include the contract multiplier of the symbol', () => {
    const { facts } = closeDay({
      fills: tape(['09:30 B 2 CALL 1.5', '09:31 S 2 CALL 1.25', '09:30 B 2 X 1.5', '09:31 S 2 X 1.25']),
      contractOf: (symbol) => contract(symbol === 'CALL' ? 100 : 1),
    });
    expect(facts).toMatchObject({ grossPnl: -50.5, notional: 2 * (150 + 125) + 5.5 });
  });

  it('subtract the fees of the day from net P&L and add rebates', () => {
    const { facts } = closeDay({ fills: tape(['09:30 B 100 X 10 1.5', '09:31 S 100 X 11 -0.25']) });
    expect(facts).toMatchObject({ grossPnl: 100, fees: 1.25, netPnl: 98.75 });
  });

  it('book fills of unknown time first', () => {
    const { facts, closingLots } = closeDay({ fills: tape(['09:30 S 100 X 11', '? B 100 X 10']) });
    expect(facts.grossPnl).toBe(100);
    expect(closingLots).toEqual([]);
  });
});

describe('overnight lots', () => {
  const openingLots = [lot({ price: 8, openedOn: '2024-03-12' }), lot({ price: 9, openedOn: '2024-03-13' })];

  it('are closed after the lots of the session, oldest first', () => {
    const { facts, closingLots } = closeDay({
      openingLots,
      fills: tape(['09:30 B 100 AAPL 10', '09:31 S 250 AAPL 11']),
    });
    expect(facts.grossPnl).toBe(100 + 300 + 100);
    expect(closingLots).toEqual([lot({ lastPrice: 11, quantity: 50, price: 9, openedOn: '2024-03-13' })]);
  });

  it('stay unchanged where no fill closed them', () => {
    const untouched = lot({ account: 'NET002', symbol: 'MSFT', quantity: -7, openedAtSecond: null });
    const { closingLots } = closeDay({
      openingLots: [untouched, ...openingLots],
      fills: [fill({ symbol: 'X' })],
    });
    expect(closingLots).toEqual([
      ...openingLots,
      lot({ symbol: 'X', lastPrice: 10, openedOn: '2024-03-15' }),
      untouched,
    ]);
  });

  it('of a short position are closed by buys', () => {
    const { facts, closingLots } = closeDay({
      openingLots: [lot({ quantity: -100, price: 10 })],
      fills: tape(['09:30 C 150 AAPL 9']),
    });
    expect(facts.grossPnl).toBe(100);
    expect(openAfter(closingLots)).toEqual([[50, 9]]);
  });

  it('come before the lots of the session', () => {
    const { closingLots } = closeDay({ openingLots, fills: tape(['09:30 B 100 AAPL 10']) });
    expect(openAfter(closingLots)).toEqual([
      [100, 8],
      [100, 9],
      [100, 10],
    ]);
  });
});

it('closing a day does not change its fills or opening lots', () => {
  const fills = Object.freeze(
    tape(['09:31 S 150 AAPL 11', '09:30 B 20 AAPL 10']).map((fill) => Object.freeze(fill)),
  );
  const openingLots = Object.freeze([Object.freeze(lot())]);
  expect(() => closeDay({ fills, openingLots })).not.toThrow();
});
