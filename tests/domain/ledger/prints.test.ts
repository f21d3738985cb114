import { describe, expect, it } from 'vitest';
import { type AccountPrints, examinePrints } from '../../../src/domain/ledger/prints.ts';

/** The prints of one account in one symbol. */
function prints(prices: readonly number[], overrides: Partial<AccountPrints> = {}): AccountPrints {
  return {
    account: 'NET001',
    symbols: ['AAPL'],
    symbolNumbers: prices.map(() => 0),
    quantities: prices.map(() => 100),
    prices,
    statuses: [],
    ...overrides,
  };
}

const spread = (around: number, count: number, step = around / 1000) =>
  Array.from({ length: count }, (_, place) => around + ((place % 7) - 3) * step);
const examined = (...accounts: AccountPrints[]) => examinePrints(() => streamed(accounts));
const strange = async (...accounts: AccountPrints[]) => (await examined(...accounts)).strangePrices;

async function* streamed(accounts: readonly AccountPrints[]) {
  yield* accounts;
}

describe('the number of strange prices', () => {
  it.each([
    ['a price above three times the median', [...spread(10, 6), 31], 1],
    ['a price below a third of the median', [...spread(10, 6), 3.2], 1],
    ['a price with a misplaced decimal point', [...spread(187.5, 40), 1875], 1],
    ['a price of 0 among others', [...spread(10, 6), 0], 1],
    ['a price 25 % above many equal prints', [...spread(10, 30), 12.5], 1],
    ['a price 25 % above few prints', [...spread(10, 10), 12.5], 0],
    ['a price 10 % above many prints', [...spread(10, 30), 11], 0],
    ['only four prints', [10, 10, 10, 100], 0],
    ['an option that rises from $0.10 to $0.97', Array.from({ length: 30 }, (_, n) => 0.1 + n * 0.03), 0],
    ['equal prices', Array.from({ length: 50 }, () => 5), 0],
    ['an expired option with a median of 0', [0, 0, 0, 0, 0, 0.05], 0],
  ])('for %s is right', async (_, prices, expected) => {
    expect(await strange(prints(prices))).toBe(expected);
  });

  it('compares with the prints of the whole desk in the symbol', async () => {
    const others = prints(spread(10, 30), { account: 'NET002' });
    const own = prints([100, 100, 100], {
      account: 'NET009',
      symbols: ['TSLA', 'AAPL'],
      symbolNumbers: [1, 1, 1],
      quantities: [100, 100, 100],
    });
    expect(await examined(others, own)).toEqual({
      strangePrices: 3,
      examples: Array(3).fill({ account: 'NET009', symbol: 'AAPL', price: 100, medianPrice: 10 }),
      unknownStatuses: [],
      cancelledFills: 0,
    });
  });

  it('includes a price among 100,000 prints, of which only a sample is kept', async () => {
    const many = spread(50, 100_000);
    many[77_777] = 500;
    expect(await strange(prints(many))).toBe(1);
  });

  it('needs a second read of the fills only where a symbol has a strange price', async () => {
    let reads = 0;
    const read = (last: number) => () => {
      reads++;
      return streamed([prints([...spread(10, 30), last])]);
    };
    await examinePrints(read(10));
    expect(reads).toBe(1);
    await examinePrints(read(100));
    expect(reads).toBe(3);
  });
});

describe('the status of a fill', () => {
  it.each(['', 'Executed', 'FILLED', 'partial fill', 'Partially Filled', 'complete'])(
    '“%s” means executed',
    async (status) => {
      expect((await examined(prints([1], { statuses: [status] }))).unknownStatuses).toEqual([]);
    },
  );

  it('is listed with its number of fills, most first, when it may mean not executed', async () => {
    const statuses = ['Halted', 'Pending', 'Pending', 'Executed', ''];
    expect((await examined(prints(spread(1, 5), { statuses }))).unknownStatuses).toEqual([
      { status: 'Pending', fills: 2 },
      { status: 'Halted', fills: 1 },
    ]);
  });

  it('takes a cancelled fill out of the price checks, and counts it apart', async () => {
    const statuses = [...Array(30).fill('REGULAR'), 'Busted', 'CXLD'];
    expect(await examined(prints([...spread(10, 30), 100, 10], { statuses }))).toEqual({
      strangePrices: 0,
      examples: [],
      unknownStatuses: [],
      cancelledFills: 2,
    });
  });

  it('keeps cancelled prices out where another price is strange', async () => {
    const statuses = [...Array(31).fill(''), 'DELETED'];
    expect(await examined(prints([...spread(10, 30), 90, 100], { statuses }))).toMatchObject({
      strangePrices: 1,
      examples: [{ price: 90 }],
    });
  });

  it.each([
    ['CXLD', { cancelledFills: 5, unknownStatuses: [] }],
    ['Pending', { cancelledFills: 0, unknownStatuses: [{ status: 'Pending', fills: 5 }] }],
  ])('counts for all fills where it is the only one: %s', async (status, expected) => {
    expect(await examined(prints(spread(1, 5), { statuses: [status] }))).toMatchObject(expected);
  });

  it('is counted with the others beyond the twentieth', async () => {
    const statuses = Array.from({ length: 30 }, (_, n) => `S${n}`);
    const { unknownStatuses } = await examined(prints(spread(1, 30), { statuses }));
    expect(unknownStatuses[0]).toEqual({ status: 'others', fills: 10 });
    expect(unknownStatuses.reduce((sum, { fills }) => sum + fills, 0)).toBe(30);
  });
});
