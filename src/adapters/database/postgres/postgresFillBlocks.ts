import { isCancelled } from '../../../domain/ledger/status.ts';
import { StoreError } from '../../../shared/errors.ts';
import type { BlockKey, FillBlocks } from '../fillBlocks.ts';
import { type FillColumns, pricesOf } from '../fillColumns.ts';
import { symbolsAndStatusesJson } from '../fillJson.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';
import { createBlockWriter } from './blockWriter.ts';
import { dropEmptyPartitions } from './fillPartitions.ts';
import { loadFills } from './loadFills.ts';
import { LocalStage } from './localStage.ts';

const OF_BLOCK = 'account_id = ? AND session_date = ?';

/**
 * Fills as rows of `fill`, in partitions by month, so that other tools can query them.
 * @param transaction runs work in a transaction of the store.
 */
export function postgresFillBlocks(
  transaction: (work: (connection: SqlConnection) => Promise<void>) => Promise<void>,
): FillBlocks {
  return {
    load: loadFills,
    save: saveFills,
    openWriter: createBlockWriter,

    async remove(connection, { accountId, sessionDate }) {
      await connection.run(`DELETE FROM fill WHERE ${OF_BLOCK}`, accountId, sessionDate);
      await connection.run(`DELETE FROM fill_block WHERE ${OF_BLOCK}`, accountId, sessionDate);
    },

    async prints(connection, key) {
      const block = await loadFills(connection, key, 'amounts');
      if (block === null) return null;
      const { numbers, fills, texts } = block.encode();
      const { symbols, statuses } = symbolsAndStatusesJson.read(texts, `${key.sessionDate} ${key.account}`);
      return { account: key.account, ...pricesOf(numbers, fills), symbols, statuses };
    },

    async hasCounted(connection, { accountId, sessionDate }) {
      const statuses = `SELECT DISTINCT status FROM fill WHERE ${OF_BLOCK}`;
      const found = await connection.values<string>(statuses, accountId, sessionDate);
      return found.some((status) => !isCancelled(status));
    },

    symbolsOfBlock: (alias) => jsonItems('postgres', 'fill_block.symbols', [], alias),
    currenciesOfBlock: (alias) => jsonItems('postgres', 'fill_block.currencies', [], alias),
    openStage: () => new LocalStage(),
    giveSpaceBack: () => transaction(dropEmptyPartitions).catch(unlessBusy),
  };
}

async function saveFills(connection: SqlConnection, key: BlockKey, block: FillColumns): Promise<void> {
  const writer = createBlockWriter(connection);
  await writer.save(key, block);
  await writer.flush();
}

/** A backup may read the fills for longer than the lock is waited for. The next pruning tries again. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof StoreError && error.code === 'database_locked')) throw error;
}
