import type { LedgerFill } from '../../../domain/ledger/fill.ts';
import type { MultiplierRule } from '../../../domain/roster/roster.ts';
import type { LedgerTransaction } from '../../../ports/ledgerStore.ts';
import type { StoreTransaction } from '../database.ts';
import type { BlockKey, FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { currentBaseCurrency } from './baseCurrency.ts';
import { lotsBefore } from './openingLotsReader.ts';
import type { DayKey } from './revisions.ts';
import { saveTraderDay } from './savedDay.ts';
import { staleSessionsOf } from './staleDays.ts';

/**
 * The port of one transaction. Its methods throw once that transaction has ended.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createLedgerTransaction(
  { connection }: StoreTransaction,
  fillBlocks: FillBlocks,
  setting: string | null,
): LedgerTransaction {
  const traderId = async (name: string): Promise<number> => {
    const id = await connection.value<number>('SELECT id FROM trader WHERE name = ?', name);
    if (id === undefined) throw new Error(`the ledger asked for a trader who is not on the roster: ${name}`);
    return id;
  };
  return {
    staleSessions: (trader) => staleSessionsOf(connection, trader),

    async isPruned(trader, sessionDate) {
      return (await connection.get(PRUNED, await traderId(trader), sessionDate)) !== undefined;
    },

    async markStale(trader, sessionDate) {
      await connection.run(MARK_STALE, await traderId(trader), sessionDate);
    },

    async fills(trader, sessionDate) {
      return fillsOf(connection, fillBlocks, { traderId: await traderId(trader), sessionDate });
    },

    openingLots: async (trader, sessionDate) => lotsBefore(connection, await traderId(trader), sessionDate),

    multipliers: () =>
      connection.all<MultiplierRule>('SELECT pattern, multiplier FROM multiplier ORDER BY pattern'),

    baseCurrency: () => currentBaseCurrency(connection, setting),

    async rates(sessionDate) {
      return new Map(await connection.rows<[currency: string, rate: number]>(RATES, sessionDate));
    },

    async nextActiveSession(trader, after) {
      return (await connection.value<string>(NEXT_SESSION, await traderId(trader), after)) ?? null;
    },

    async saveDay(trader, sessionDate, day) {
      const id = await traderId(trader);
      const next = await connection.value<string>(NEXT_SESSION, id, sessionDate);
      const lotsAtNext = async () =>
        next === undefined ? '' : JSON.stringify(await lotsBefore(connection, id, next));
      const before = await lotsAtNext();
      const netBefore = await saveTraderDay(connection, { traderId: id, sessionDate }, day);
      return { lotsChanged: before !== (await lotsAtNext()), netBefore };
    },

    async settle(trader, sessions) {
      const id = await traderId(trader);
      for (const session of sessions) await connection.run(SETTLE, id, session);
    },
  };
}

async function fillsOf(
  connection: SqlConnection,
  fillBlocks: FillBlocks,
  { traderId, sessionDate }: DayKey,
): Promise<LedgerFill[]> {
  const fills: LedgerFill[][] = [];
  for (const key of await connection.all<BlockKey>(blocksOf(connection), traderId, sessionDate)) {
    const block = await fillBlocks.load(connection, key, 'ledger');
    if (block !== null) fills.push(block.counted(key.account, sessionDate));
  }
  return fills.flat();
}

const PRUNED = `SELECT 1 AS found FROM pruned_block JOIN account ON account.id = account_id
  WHERE trader_id = ? AND session_date = ?`;
// Late: its lots changed because of another session, after this one was computed. The revisions report it.
const MARK_STALE = `INSERT INTO stale_day (trader_id, session_date, late) VALUES (?, ?, 1)
  ON CONFLICT (trader_id, session_date) DO UPDATE SET late = 1`;
const NEXT_SESSION = `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date > ?
  ORDER BY session_date LIMIT 1`;
const RATES = 'SELECT currency, rate FROM exchange_rate WHERE session_date = ?';
const SETTLE = 'DELETE FROM stale_day WHERE trader_id = ? AND session_date = ?';

function blocksOf({ dialect }: SqlConnection): string {
  return `SELECT account.id AS "accountId", account.code AS account, session_date AS "sessionDate"
    FROM account ${joinInOrder(dialect)} fill_block ON account_id = account.id
   WHERE account.trader_id = ? AND session_date = ? ORDER BY account.id`;
}
