import { describe, expect, it } from 'vitest';
import { contractLookup } from '../../../src/domain/roster/contracts.ts';
import { closeDay, contract, fill, lot, tape } from '../../support/fills.ts';

const codesOf = (...input: Parameters<typeof closeDay>) =>
  closeDay(...input).findings.map(({ code, weight, fills, text }) => [code, weight, fills, text]);
const unexplained = (weight: string, fills: number, text: string) => [
  ['position_not_explained', weight, fills, text],
];

describe('a closing fill that opens a position', () => {
  it.each([
    {
      title: 'S with nothing held is a doubt only where the source marks short sales',
      fills: ['09:45 S 500 X 41'],
      found: unexplained('onShortSides', 1, 'sold 500 with nothing held'),
    },
    {
      title: 'C with nothing short is a doubt',
      fills: ['09:45 C 100 X 44'],
      found: unexplained('doubt', 1, 'bought 100 to cover with nothing short'),
    },
    {
      title: 'S beyond what was bought counts the rest',
      fills: ['09:45 B 100 X 41', '09:46 S 60 X 41', '09:47 S 90.5 X 41'],
      found: unexplained('onShortSides', 1, 'sold 50.5 with nothing held'),
    },
    {
      title: 'S that is bought only later is not explained',
      fills: ['09:45 S 100 X 41', '09:46 B 100 X 41'],
      found: unexplained('onShortSides', 1, 'sold 100 with nothing held'),
    },
    {
      title: 'S and C in one symbol are one doubt',
      fills: ['09:45 S 100 X 41', '09:46 C 300 X 41'],
      found: unexplained(
        'doubt',
        2,
        'sold 100 with nothing held, and bought 200 to cover with nothing short',
      ),
    },
  ])('$title', ({ fills, found }) => {
    expect(codesOf({ fills: tape(fills) })).toEqual(found);
  });

  it.each([
    ['T opens a short position, and C covers it', ['09:45 T 100 X 41', '09:46 C 100 X 41']],
    ['a second has no order: S before B', ['09:45 S 100 X 41', '09:45 B 100 X 41']],
    ['a second has no order: C before T', ['09:45 C 100 X 41', '09:45 T 100 X 41']],
    ['an expiry of unknown time before its opening', ['? S 6 X 0', '09:45 B 10 X 1.5', '10:15 S 4 X 2']],
    ['an assignment of unknown time', ['? C 5 X 0', '09:45 T 10 X 1.5', '10:15 C 5 X 2']],
    ['B of unknown time before the sale', ['? B 5 X 1', '10:15 S 5 X 2']],
    ['B against a short position is a cover', ['09:45 T 100 X 41', '09:46 B 150 X 41', '09:50 S 50 X 41']],
  ])('is no finding where an order of the fills explains it: %s', (_, fills) => {
    expect(codesOf({ fills: tape(fills) })).toEqual([]);
  });

  it('of unknown time is a finding beyond what the day opened', () => {
    expect(codesOf({ fills: tape(['? S 12 X 0', '09:45 B 10 X 1.5']) })).toEqual(
      unexplained('onShortSides', 1, 'sold 2 with nothing held'),
    );
  });

  it('says more than was held where a part was held', () => {
    const openingLots = [lot({ quantity: 30 })];
    expect(codesOf({ openingLots, fills: tape(['09:45 S 100 AAPL 10']) })).toEqual(
      unexplained('onShortSides', 1, 'sold 70 more than was held'),
    );
  });

  it('is booked as before', () => {
    const fills = tape(['09:45 S 100 X 41', '09:46 B 100 X 40']);
    expect(closeDay({ fills }).facts).toMatchObject({ grossPnl: 100, fills: 2 });
  });

  it('is one finding an account and symbol, and one a desk of many symbols', () => {
    const fills = Array.from({ length: 12 }, (_, index) => fill({ side: 'S', symbol: `X${index}` }));
    const { findings } = closeDay({ fills: [...fills, fill({ side: 'S', account: 'NET002' })] });
    expect(findings.map(({ account, symbol, fills: n }) => [account, symbol, n])).toEqual([
      ['NET001', 'X0', 12],
      ['NET002', 'AAPL', 1],
    ]);
    expect(findings[0]?.text).toBe('sold 100 with nothing held; so in 11 more symbols');
  });
});

describe('the first trade in a carried position', () => {
  it.each([
    [500, 50, 'doubt'],
    [50, 500, 'doubt'],
    [30, 91, 'doubt'],
    [30, 90, 'note'],
    [90, 29.9, 'doubt'],
    [90, 30, 'note'],
    [30, 15, 'note'],
    [10, 14.01, 'note'],
    [10, 14, null],
    [10, 7, null],
    [10, 6.99, 'note'],
    // Below $1 prices move by whole multiples.
    [3, 0.9, 'note'],
    [0.5, 5, 'note'],
    [3, 0, 'note'],
  ])('at %d, last seen at %d: %s', (lastPrice, price, weight) => {
    const openingLots = [lot({ lastPrice })];
    const findings = codesOf({ openingLots, fills: [fill({ price })] });
    expect(findings.map(([code, found]) => [code, found])).toEqual(
      weight === null ? [] : [['looks_like_split', weight]],
    );
  });

  it('is compared with the price of the lot where no later trade was seen', () => {
    const findings = codesOf({ openingLots: [lot({ price: 500 })], fills: [fill({ price: 50 })] });
    expect(findings).toEqual([
      ['looks_like_split', 'doubt', 1, 'the first trade was at 50, after 500: a split, or a wrong price'],
    ]);
  });

  it.each(['+KLMN261120C100', 'ESZ6'])('is not compared for %s', (symbol) => {
    const openingLots = [lot({ symbol, price: 500 })];
    const fills = [fill({ symbol, price: 50 })];
    const contractOf = contractLookup([
      { pattern: 'ES*', multiplier: 50 },
      { pattern: '+KLMN*', multiplier: 100 },
    ]);
    expect(codesOf({ openingLots, fills, contractOf })).toEqual([]);
  });

  it('sees each account of the trader by itself', () => {
    const openingLots = [lot({ lastPrice: 500 }), lot({ account: 'NET002', lastPrice: 50 })];
    const fills = [fill({ price: 50 }), fill({ account: 'NET002', price: 50 })];
    expect(closeDay({ openingLots, fills }).findings.map(({ account }) => account)).toEqual(['NET001']);
  });

  it('leaves its price as the last one seen, and an untraded lot keeps its own', () => {
    const openingLots = [lot({ lastPrice: 12 }), lot({ symbol: 'MSFT', lastPrice: 20 })];
    const { closingLots } = closeDay({
      openingLots,
      fills: tape(['09:30 S 1 AAPL 11', '09:31 S 1 AAPL 13']),
    });
    expect(closingLots.map(({ symbol, lastPrice }) => [symbol, lastPrice])).toEqual([
      ['AAPL', 13],
      ['MSFT', 20],
    ]);
  });
});

describe('a symbol without a multiplier', () => {
  const contractOf = contractLookup([]);
  const future = ['09:45 B 2 ESZ6 5000', '09:50 S 1 ESZ6 5010'];

  it('is set aside: in no fact, and its lots are carried', () => {
    const others = tape(['09:47 B 10 X 5 1', '09:48 S 10 X 6 1']);
    const both = closeDay({ fills: [...tape(future), ...others], contractOf });
    expect(both.facts).toEqual(closeDay({ fills: others, contractOf }).facts);
    expect(both.closingLots).toMatchObject([{ symbol: 'ESZ6', quantity: 1, price: 5000 }]);
    expect(both.findings).toMatchObject([
      {
        code: 'multiplier_unknown',
        symbol: 'ESZ6',
        weight: 'doubt',
        fills: 2,
        text: '2 fills set aside: a future without a multiplier',
      },
    ]);
  });

  it('closes its carried lots on a later day as if it had been known', () => {
    const monday = closeDay({ fills: tape(future), contractOf });
    const tuesday = closeDay({
      sessionDate: '2024-03-18',
      openingLots: monday.closingLots,
      fills: tape(['09:45 S 1 ESZ6 5020'], { sessionDate: '2024-03-18' }),
      contractOf: contractLookup([{ pattern: 'ES*', multiplier: 50 }]),
    });
    expect(tuesday).toMatchObject({ facts: { grossPnl: 20 * 50 }, closingLots: [], findings: [] });
  });

  it('is a doubt on a day that only carries it', () => {
    const openingLots = [lot({ symbol: 'ESZ6' })];
    const { facts, findings } = closeDay({ openingLots, fills: [fill({ symbol: 'X' })], contractOf });
    expect(facts.overnightNotional).toBe(1000);
    expect(findings).toMatchObject([{ code: 'multiplier_unknown', fills: 0 }]);
  });

  it('is said of an option in an unknown notation, and of a share that a rule for a future matches', () => {
    const rules = contractLookup([{ pattern: 'ES*', multiplier: 50 }]);
    const fills = tape(['09:45 B 2 ESTC 50']).concat(fill({ symbol: 'KLMN NOV26 100 C' }));
    expect(closeDay({ fills, contractOf: rules }).findings.map(({ text }) => text)).toEqual([
      '1 fill set aside: it looks like an option in an unknown notation, without a multiplier',
      '1 fill set aside: a rule for a future matches ESTC, which looks like a share',
    ]);
  });

  it('counts 100 where it is an option, with one note an account', () => {
    const fills = tape([
      '09:45 B 2 +KLMN261120C100 1',
      '09:46 B 2 +KLMN261120C105 1',
      '09:47 S 2 +KLMN261120C100 3',
    ]);
    const { facts, findings } = closeDay({ fills, contractOf });
    expect(facts.grossPnl).toBe(400);
    expect(findings).toMatchObject([
      {
        code: 'multiplier_assumed',
        weight: 'note',
        fills: 3,
        text: 'an option counts 100; so in 1 more symbol',
      },
    ]);
  });
});

describe('a fill in another currency', () => {
  const cad = (lines: readonly string[]) => tape(lines, { currency: 'CAD' });
  const trades = cad(['09:46 B 1000 QRST 20 5', '10:16 S 1000 QRST 19 5']);
  const rateOf = (currency: string) => (currency === 'CAD' ? 0.75 : null);

  it('counts at the rate of its session, fees too', () => {
    const { facts, findings } = closeDay({ fills: trades, rateOf });
    expect(facts).toMatchObject({ grossPnl: -750, fees: 7.5, netPnl: -757.5, notional: 0.75 * 39_000 });
    expect(findings).toMatchObject([
      { code: 'currency_converted', currency: 'CAD', weight: 'note', text: '2 fills in CAD at 0.75 USD' },
    ]);
  });

  it('is set aside without a rate: in no fact', () => {
    const others = tape(['09:47 B 10 X 5 1', '09:48 S 10 X 6 1']);
    const { facts, findings } = closeDay({ fills: [...trades, ...others] });
    expect(facts).toEqual(closeDay({ fills: others }).facts);
    expect(findings).toMatchObject([
      {
        code: 'currency_without_rate',
        symbol: 'QRST',
        currency: 'CAD',
        weight: 'doubt',
        text: '2 fills set aside: no rate of CAD is known for this session',
      },
    ]);
  });

  it('carries its lots with native prices, and realises at the rate of the exit session', () => {
    const opened = closeDay({ fills: cad(['09:46 B 100 QRST 20']) });
    expect(opened.closingLots).toMatchObject([{ currency: 'CAD', price: 20, quantity: 100 }]);
    const closed = closeDay({
      sessionDate: '2024-03-18',
      openingLots: opened.closingLots,
      fills: tape(['09:46 S 100 QRST 22'], { currency: 'CAD', sessionDate: '2024-03-18' }),
      rateOf: () => 0.8,
    });
    expect(closed.facts.grossPnl).toBeCloseTo(160, 9);
  });

  it('does not value a carried lot without a rate, and says so', () => {
    const openingLots = [lot({ symbol: 'QRST', currency: 'CAD' })];
    const without = closeDay({ openingLots, fills: [fill({ symbol: 'X' })] });
    expect(without.facts.overnightNotional).toBe(1000);
    expect(without.findings).toMatchObject([{ code: 'currency_without_rate', fills: 0 }]);
    expect(closeDay({ openingLots, fills: [fill({ symbol: 'X' })], rateOf }).facts.overnightNotional).toBe(
      1750,
    );
  });

  it('is one position with the base currency, named or not, and another one in another currency', () => {
    const named = tape(['09:30 B 100 X 10'], { currency: 'USD' });
    const unnamed = tape(['09:31 S 100 X 11']);
    const other = tape(['09:32 B 100 X 8'], { currency: 'CAD' });
    const { facts, closingLots } = closeDay({ fills: [...named, ...unnamed, ...other], rateOf });
    expect(facts).toMatchObject({ grossPnl: 100, symbols: 2 });
    expect(closingLots).toMatchObject([{ currency: 'CAD', quantity: 100 }]);
  });

  it('at a rate that is not above 0 is refused', () => {
    expect(() => closeDay({ fills: trades, rateOf: () => 0 })).toThrow('exchange rate of CAD');
  });
});

it('an option in another currency counts its multiplier and the rate', () => {
  const fills = tape(['09:30 B 1 X 1', '09:31 S 1 X 2'], { currency: 'CAD' });
  const day = closeDay({ fills, contractOf: () => contract(100), rateOf: () => 0.5 });
  expect(day.facts.grossPnl).toBe(50);
});
