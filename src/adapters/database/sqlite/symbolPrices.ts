import { SymbolPriceTally } from '../../../domain/risk/sizing/symbolPrices.ts';
import type { SymbolPrices } from '../../../ports/symbolPrices.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { readPrices, writePrices } from '../symbolPricesJson.ts';
import type { Database } from './open.ts';

type Block = StoredBlock & { readonly account: string };

/** Prices of symbols by session, on SQLite. No statement stays open between two accounts. */
export function createSymbolPrices({ driver, withConnection, transaction }: Database): SymbolPrices {
  const statements = prepare(driver);
  return {
    stored: ({ from, to }) =>
      withConnection(() =>
        statements.stored.all(from, to).map(({ sessionDate, prices }) => ({
          sessionDate,
          prices: readPrices(prices, sessionDate),
        })),
      ),

    missing: ({ from, to }) => withConnection(() => statements.missing.all(from, to)),

    async fromFills(sessionDate) {
      const tally = new SymbolPriceTally();
      for (const id of await withConnection(() => statements.accounts.all(sessionDate))) {
        const block = await withConnection(() => statements.block.get(id, sessionDate));
        if (block !== undefined) addBlock(tally, block, sessionDate);
      }
      return { sessionDate, prices: tally.prices() };
    },

    save: ({ sessionDate, prices }) =>
      transaction(async () => {
        statements.save.run(sessionDate, writePrices(prices));
      }),

    actions: ({ from, to }) =>
      withConnection(() => {
        const actions = new Map<string, Set<string>>();
        for (const { symbol, sessionDate } of statements.actions.all(from, to))
          actions.set(symbol, (actions.get(symbol) ?? new Set()).add(sessionDate));
        return actions;
      }),

    rates: (through) =>
      withConnection(
        () => new Map(statements.rates.all(through).map(({ currency, rate }) => [currency, rate])),
      ),

    async orderSizes(trader, { from, to }) {
      const sizes = new Map<string, number[]>();
      const blocks = await withConnection(() => statements.blocksOf.all(trader, from, to));
      for (const { id, sessionDate } of blocks) {
        const block = await withConnection(() => statements.block.get(id, sessionDate));
        if (block !== undefined) addOrders(sizes, block, sessionDate);
      }
      return sizes;
    },
  };
}

function addBlock(tally: SymbolPriceTally, block: Block, sessionDate: string): void {
  const fills = FillColumns.decode(block, `${sessionDate} ${block.account}`);
  for (const { symbol, price, secondOfDay, currency } of fills.counted(block.account, sessionDate))
    tally.add(symbol, price, secondOfDay, currency);
}

/** Adds the quantity of each order of a block. A fill without an order id is an order of its own. */
function addOrders(sizes: Map<string, number[]>, block: Block, sessionDate: string): void {
  const fills = FillColumns.decode(block, `${sessionDate} ${block.account}`);
  const orders = new Map<string, { readonly symbol: string; quantity: number }>();
  for (const [place, fill] of fills.counted(block.account, sessionDate).entries()) {
    const key = fill.orderId === '' ? `fill ${place}` : `order ${fill.orderId} ${fill.symbol}`;
    const order = orders.get(key) ?? { symbol: fill.symbol, quantity: 0 };
    order.quantity += Math.abs(fill.quantity);
    orders.set(key, order);
  }
  for (const { symbol, quantity } of orders.values()) {
    const own = sizes.get(symbol) ?? [];
    sizes.set(symbol, own);
    own.push(quantity);
  }
}

function prepare(driver: Database['driver']) {
  return {
    stored: driver.prepare<[string, string], { sessionDate: string; prices: string }>(
      `SELECT session_date AS sessionDate, prices FROM symbol_prices
        WHERE session_date BETWEEN ? AND ? ORDER BY session_date`,
    ),
    missing: driver
      .prepare<[string, string], string>(
        `SELECT DISTINCT session_date FROM account CROSS JOIN fill_block ON account_id = account.id
          WHERE session_date BETWEEN ? AND ? AND session_date NOT IN (SELECT session_date FROM symbol_prices)
          ORDER BY session_date`,
      )
      .pluck(),
    accounts: driver
      .prepare<[string], number>(
        'SELECT id FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date = ? ORDER BY id',
      )
      .pluck(),
    block: driver.prepare<[number, string], Block>(
      `SELECT account.code AS account, fills, numbers, texts, '[]' AS identities
         FROM fill_block JOIN account ON account.id = account_id WHERE account_id = ? AND session_date = ?`,
    ),
    blocksOf: driver.prepare<[string, string, string], { id: number; sessionDate: string }>(
      `SELECT account.id AS id, session_date AS sessionDate
         FROM trader CROSS JOIN account ON trader_id = trader.id CROSS JOIN fill_block ON account_id = account.id
        WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date, account.id`,
    ),
    save: driver.prepare('REPLACE INTO symbol_prices (session_date, prices) VALUES (?, ?)'),
    // Ascending, so that the last one of each currency stays in the map.
    rates: driver.prepare<[string], { currency: string; rate: number }>(
      'SELECT currency, rate FROM exchange_rate WHERE session_date <= ? ORDER BY session_date',
    ),
    actions: driver.prepare<[string, string], { symbol: string; sessionDate: string }>(
      'SELECT symbol, session_date AS sessionDate FROM corporate_action WHERE session_date BETWEEN ? AND ?',
    ),
  };
}
