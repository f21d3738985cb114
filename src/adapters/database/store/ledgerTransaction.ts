import type { LedgerFill } from '../../../domain/ledger/fill.ts';
import type { MultiplierRule } from '../../../domain/roster/roster.ts';
import type { LedgerTransaction } from '../../../ports/ledgerStore.ts';
import type { StoreTransaction } from '../database.ts';
import type { BlockKey, FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { currentBaseCurrency } from './baseCurrency.ts';
import { saveTraderDay } from './savedDay.ts';
import { staleSessionsOf } from './staleDays.ts';
import {
  type DayReads,
  readDay,
  readOpening,
  readRates,
  readTrader,
  type TraderReads,
} from './traderReads.ts';

/**
 * The port of one transaction. Its methods throw once that transaction has ended. What does not change within
 * it is read once, and each day in one piece: on a server each statement costs a round trip.
 * @param setting BASE_CURRENCY; null keeps that of the stored figures.
 */
export function createLedgerTransaction(
  { connection }: StoreTransaction,
  fillBlocks: FillBlocks,
  setting: string | null,
): LedgerTransaction {
  const reads = createLedgerReads(connection);
  return {
    async isPruned(trader, sessionDate) {
      const { id } = await reads.trader(trader, sessionDate);
      return (await connection.get(PRUNED, id, sessionDate)) !== undefined;
    },

    async markStale(trader, sessionDate) {
      const { id } = await reads.trader(trader, sessionDate);
      await connection.run(MARK_STALE, id, sessionDate);
      reads.forgetDay();
    },

    async fills(trader, sessionDate) {
      const { blocks } = await reads.trader(trader, sessionDate);
      return fillsOf(connection, fillBlocks, blocks.get(sessionDate) ?? []);
    },

    openingLots: async (trader, sessionDate) => (await reads.day(trader, sessionDate)).opening,

    multipliers: () =>
      connection.all<MultiplierRule>('SELECT pattern, multiplier FROM multiplier ORDER BY pattern'),

    baseCurrency: () => currentBaseCurrency(connection, setting),

    rates: async (sessionDate) => reads.knownRates(sessionDate) ?? readRates(connection, sessionDate),

    nextActiveSession: async (trader, after) => (await reads.day(trader, after)).next,

    async saveDay(trader, sessionDate, day) {
      const own = await reads.trader(trader, sessionDate);
      const { standing, next } = await reads.day(trader, sessionDate);
      const lotsAtNext = async () =>
        next === null ? '' : JSON.stringify(await readOpening(connection, own, next));
      const before = await lotsAtNext();
      await saveTraderDay(connection, { traderId: own.id, sessionDate }, day, standing);
      reads.forgetDay();
      return { lotsChanged: before !== (await lotsAtNext()), netBefore: standing.netBefore };
    },

    staleSessions: (trader) => staleSessionsOf(connection, trader),

    async settle(trader, sessions) {
      const [first] = sessions;
      if (first === undefined) return;
      const { id } = await reads.trader(trader, first);
      await connection.runEach(
        SETTLE,
        sessions.map((session) => [id, session]),
      );
      reads.forgetDay();
    },
  };
}

/** Keeps what was read of each trader, and of the day that is being computed. */
function createLedgerReads(connection: SqlConnection) {
  const traders = new Map<string, TraderReads>();
  let ofDay: (DayReads & { readonly name: string; readonly sessionDate: string }) | null = null;
  const trader = async (name: string, sessionDate: string): Promise<TraderReads> => {
    const known = traders.get(name);
    if (known !== undefined && known.from <= sessionDate) return known;
    const read = await readTrader(connection, name, sessionDate);
    traders.set(name, read);
    return read;
  };
  return {
    trader,
    async day(name: string, sessionDate: string): Promise<DayReads> {
      if (ofDay?.name === name && ofDay.sessionDate === sessionDate) return ofDay;
      const day = await readDay(connection, await trader(name, sessionDate), sessionDate);
      ofDay = { ...day, name, sessionDate };
      return ofDay;
    },
    /** Rates that were read with the day; null: they were not. */
    knownRates: (sessionDate: string) => (ofDay?.sessionDate === sessionDate ? ofDay.rates : null),
    forgetDay() {
      ofDay = null;
    },
  };
}

async function fillsOf(
  connection: SqlConnection,
  fillBlocks: FillBlocks,
  blocks: readonly BlockKey[],
): Promise<LedgerFill[]> {
  const fills: LedgerFill[][] = [];
  for (const key of blocks) {
    const block = await fillBlocks.load(connection, key, 'ledger');
    if (block !== null) fills.push(block.counted(key.account, key.sessionDate));
  }
  return fills.flat();
}

const PRUNED = `SELECT 1 AS found FROM pruned_block JOIN account ON account.id = account_id
  WHERE trader_id = ? AND session_date = ?`;
// Late: its lots changed because of another session, after this one was computed. The revisions report it.
const MARK_STALE = `INSERT INTO stale_day (trader_id, session_date, late) VALUES (?, ?, 1)
  ON CONFLICT (trader_id, session_date) DO UPDATE SET late = 1`;
const SETTLE = 'DELETE FROM stale_day WHERE trader_id = ? AND session_date = ?';
