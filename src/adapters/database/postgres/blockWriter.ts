import type { BlockWriter } from '../fillBlocks.ts';
import type { FillColumns } from '../fillColumns.ts';
import type { SqlConnection, SqlStatement } from '../sqlConnection.ts';
import { type CopiedBlock, copyFills } from './copyFills.ts';
import { addPartition } from './fillPartitions.ts';
import { PostgresConnection } from './postgresConnection.ts';

/** So many fills are stored by one COPY. A COPY for each block would cost as much as its fills. */
const FILLS_AT_ONCE = 20_000;

/** Collects blocks and stores many of them at once, in four round trips. */
export function createBlockWriter(connection: SqlConnection): BlockWriter {
  if (!(connection instanceof PostgresConnection))
    throw new Error('rows of fills need a Postgres connection');
  let waiting: CopiedBlock[] = [];
  let fills = 0;
  const months = new Set<string>();
  const flush = async () => {
    const blocks = waiting;
    [waiting, fills] = [[], 0];
    if (blocks.length > 0) await storeBlocks(connection, blocks);
  };
  return {
    flush,
    async save(key, block) {
      // One writer at a time, so no other process drops the partition before the end of the transaction.
      const month = key.sessionDate.slice(0, 7);
      if (!months.has(month)) await addPartition(connection, key.sessionDate);
      months.add(month);
      waiting.push({ key, block });
      fills += block.length;
      if (fills >= FILLS_AT_ONCE) await flush();
    },
  };
}

async function storeBlocks(connection: PostgresConnection, blocks: readonly CopiedBlock[]): Promise<void> {
  await connection.runEach(
    REMOVE,
    blocks.map(({ key }) => [key.accountId, key.sessionDate]),
  );
  await copyFills(connection, blocks);
  await connection.batch(blocks.map(({ key, block }) => noted(key, block)));
}

function noted({ accountId, sessionDate }: CopiedBlock['key'], block: FillColumns): SqlStatement {
  const [symbols, currencies] = [JSON.stringify(block.symbols()), JSON.stringify(block.currencies())];
  return [NOTE, accountId, sessionDate, block.length, symbols, currencies];
}

const REMOVE = 'DELETE FROM fill WHERE account_id = ? AND session_date = ?';
const NOTE = `INSERT INTO fill_block (account_id, session_date, fills, symbols, currencies) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (account_id, session_date) DO UPDATE
    SET fills = excluded.fills, symbols = excluded.symbols, currencies = excluded.currencies`;
