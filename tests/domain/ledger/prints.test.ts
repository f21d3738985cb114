import { describe, expect, it } from 'vitest';
import { type AccountPrints, examinePrints } from '../../../src/domain/ledger/prints.ts';

/** One account's prints of one symbol. */
function prints(prices: readonly number[], overrides: Partial<AccountPrints> = {}): AccountPrints {
  return {
    account: 'NET001',
    symbols: ['AAPL'],
    symbolNumbers: prices.map(() => 0),
    prices,
    statuses: [],
    ...overrides,
  };
}

const spread = (around: number, count: number, step = around / 1000) =>
  Array.from({ length: count }, (_, place) => around + ((place % 7) - 3) * step);
const strange = (...accounts: AccountPrints[]) => examinePrints(() => accounts).strangePrices;

describe('a price is strange', () => {
  it.each([
    ['three times the others', [...spread(10, 6), 31], 1],
    ['a third of the others', [...spread(10, 6), 3.2], 1],
    ['ten times too large by a slipped point', [...spread(187.5, 40), 1875], 1],
    ['0 where the others are not', [...spread(10, 6), 0], 1],
    ['a quarter off in a quiet symbol with many prints', [...spread(10, 30), 12.5], 1],
    ['not a quarter off with few prints', [...spread(10, 10), 12.5], 0],
    ['not a tenth off', [...spread(10, 30), 11], 0],
    ['not among four prints', [10, 10, 10, 100], 0],
    [
      'not in an option that runs from a dime to a dollar',
      Array.from({ length: 30 }, (_, n) => 0.1 + n * 0.03),
      0,
    ],
    ['not where all prices are equal', Array.from({ length: 50 }, () => 5), 0],
    ['not where the median is 0: an expired option', [0, 0, 0, 0, 0, 0.05], 0],
  ])('%s', (_, prices, expected) => {
    expect(strange(prints(prices))).toBe(expected);
  });

  it('against what the whole desk traded the symbol at, whoever did it', () => {
    const others = prints(spread(10, 30), { account: 'NET002' });
    const own = prints([100, 100, 100], {
      account: 'NET009',
      symbols: ['TSLA', 'AAPL'],
      symbolNumbers: [1, 1, 1],
    });
    expect(examinePrints(() => [others, own])).toEqual({
      strangePrices: 3,
      examples: Array(3).fill({ account: 'NET009', symbol: 'AAPL', price: 100, medianPrice: 10 }),
      unknownStatuses: [],
    });
  });

  it('wherever it stands among a hundred thousand, of which only some are kept to compare with', () => {
    const many = spread(50, 100_000);
    many[77_777] = 500;
    expect(strange(prints(many))).toBe(1);
  });

  it('and is looked for a second time only where a symbol has one', () => {
    let reads = 0;
    const read = (last: number) => () => {
      reads++;
      return [prints([...spread(10, 30), last])];
    };
    examinePrints(read(10));
    expect(reads).toBe(1);
    examinePrints(read(100));
    expect(reads).toBe(3);
  });
});

describe('a status', () => {
  it.each(['', 'Executed', 'FILLED', 'partial fill', 'Partially Filled', 'complete'])(
    '“%s” says that the fill took place',
    (status) => {
      expect(examinePrints(() => [prints([1], { statuses: [status] })]).unknownStatuses).toEqual([]);
    },
  );

  it('that says otherwise is listed with its fills, most first', () => {
    const statuses = ['Busted', 'Pending', 'Pending', 'Executed', ''];
    expect(examinePrints(() => [prints(spread(1, 5), { statuses })]).unknownStatuses).toEqual([
      { status: 'Pending', fills: 2 },
      { status: 'Busted', fills: 1 },
    ]);
  });

  it('beyond the twentieth is counted with the others', () => {
    const statuses = Array.from({ length: 30 }, (_, n) => `S${n}`);
    const { unknownStatuses } = examinePrints(() => [prints(spread(1, 30), { statuses })]);
    expect(unknownStatuses[0]).toEqual({ status: 'others', fills: 10 });
    expect(unknownStatuses.reduce((sum, { fills }) => sum + fills, 0)).toBe(30);
  });
});
