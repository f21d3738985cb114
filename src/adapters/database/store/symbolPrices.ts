import { SymbolPriceTally } from '../../../domain/risk/sizing/symbolPrices.ts';
import type { SymbolPrices } from '../../../ports/symbolPrices.ts';
import type { Database } from '../database.ts';
import type { BlockKey } from '../fillBlocks.ts';
import type { FillColumns } from '../fillColumns.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { readPrices, writePrices } from '../symbolPricesJson.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';
import { accountsWithFills } from './blocksOfSession.ts';

/** Prices of symbols by session. No statement stays open between two accounts. */
export function createSymbolPrices({ connection, transaction, fillBlocks }: Database): SymbolPrices {
  return {
    async stored({ from, to }) {
      const rows = await connection.all<{ sessionDate: string; prices: string }>(STORED, from, to);
      return rows.map(({ sessionDate, prices }) => ({
        sessionDate,
        prices: readPrices(prices, sessionDate),
      }));
    },

    missing: ({ from, to }) => connection.values<string>(missingSql(connection), from, to),

    async fromFills(sessionDate) {
      const tally = new SymbolPriceTally();
      for (const { accountId, account } of await accountsWithFills(connection, sessionDate)) {
        const key = { accountId, account, sessionDate };
        const block = await fillBlocks.load(connection, key, 'ledger');
        if (block !== null) addBlock(tally, block, key);
      }
      return { sessionDate, prices: tally.prices() };
    },

    save: ({ sessionDate, prices }) =>
      transaction(async (open) => {
        await open.connection.run(SAVE, sessionDate, writePrices(prices));
      }),

    async actions({ from, to }) {
      const actions = new Map<string, Set<string>>();
      const rows = await connection.all<{ symbol: string; sessionDate: string }>(ACTIONS, from, to);
      for (const { symbol, sessionDate } of rows)
        actions.set(symbol, (actions.get(symbol) ?? new Set()).add(sessionDate));
      return actions;
    },

    async rates(through) {
      return new Map(await connection.rows<[currency: string, rate: number]>(RATES, through));
    },

    async orderSizes(trader, { from, to }) {
      const sizes = new Map<string, number[]>();
      const blocks = await connection.all<BlockKey>(blocksOfTrader(connection), trader, from, to);
      for (const key of blocks) {
        const block = await fillBlocks.load(connection, key, 'ledger');
        if (block !== null) addOrders(sizes, block, key);
      }
      return sizes;
    },
  };
}

function addBlock(tally: SymbolPriceTally, fills: FillColumns, { account, sessionDate }: BlockKey): void {
  for (const { symbol, price, secondOfDay, currency } of fills.counted(account, sessionDate))
    tally.add(symbol, price, secondOfDay, currency);
}

/** Adds the quantity of each order of a block. A fill without an order id is an order of its own. */
function addOrders(
  sizes: Map<string, number[]>,
  fills: FillColumns,
  { account, sessionDate }: BlockKey,
): void {
  const orders = new Map<string, { readonly symbol: string; quantity: number }>();
  for (const [place, fill] of fills.counted(account, sessionDate).entries()) {
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

const STORED = `SELECT session_date AS "sessionDate", prices FROM symbol_prices
  WHERE session_date BETWEEN ? AND ? ORDER BY session_date`;
const SAVE = upsertSql('symbol_prices', ['session_date'], ['prices'], byPlace);
// Ascending, so that the last one of each currency stays in the map.
const RATES = 'SELECT currency, rate FROM exchange_rate WHERE session_date <= ? ORDER BY session_date';
const ACTIONS = `SELECT symbol, session_date AS "sessionDate" FROM corporate_action
  WHERE session_date BETWEEN ? AND ? ORDER BY session_date, symbol`;

function missingSql({ dialect }: SqlConnection): string {
  return `SELECT DISTINCT session_date FROM account ${joinInOrder(dialect)} fill_block ON account_id = account.id
    WHERE session_date BETWEEN ? AND ? AND session_date NOT IN (SELECT session_date FROM symbol_prices)
    ORDER BY session_date`;
}

function blocksOfTrader({ dialect }: SqlConnection): string {
  const join = joinInOrder(dialect);
  return `SELECT account.id AS "accountId", account.code AS account, session_date AS "sessionDate"
    FROM trader ${join} account ON trader_id = trader.id ${join} fill_block ON account_id = account.id
   WHERE trader.name = ? AND session_date BETWEEN ? AND ? ORDER BY session_date, account.id`;
}
