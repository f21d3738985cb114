import type { PruneCounts } from '../../../ports/fillStore.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { BlockKey, FillBlocks } from '../fillBlocks.ts';
import { fingerprint } from '../fingerprint.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';

/**
 * Removes the fills of sessions before a date and gives their space back to the disk. Each session is one
 * transaction, oldest first. A trader whose ledger is not up to date keeps every fill from the first stale
 * day on: the lots of that day may still change the later ones.
 * @returns counts of what was removed and kept.
 */
export async function pruneFills(database: Database, before: string, at: Date): Promise<PruneCounts> {
  const { old, kept } = await blocksBefore(database.connection, before);
  let fills = 0;
  const sessions = bySession(old);
  for (const blocks of sessions)
    fills += await database.transaction((open) => removeBlocks(open, database.fillBlocks, blocks, at));
  // Includes the space that an earlier, interrupted run freed and did not give back.
  await database.fillBlocks.giveSpaceBack();
  return { fills, sessions: sessions.length, keptTraderDays: kept };
}

interface FoundBlock extends BlockKey {
  readonly traderId: number;
  readonly waits: 0 | 1;
}

async function blocksBefore(connection: SqlConnection, before: string) {
  const rows = await connection.all<FoundBlock>(
    `SELECT account.id AS "accountId", account.code AS account, trader_id AS "traderId",
            session_date AS "sessionDate",
            CASE WHEN session_date >= coalesce(
                (SELECT min(session_date) FROM stale_day WHERE stale_day.trader_id = account.trader_id),
                '9999-99-99') THEN 1 ELSE 0 END AS waits
       FROM account ${joinInOrder(connection.dialect)} fill_block
         ON account_id = account.id AND session_date < ? ORDER BY account.id, session_date`,
    before,
  );
  const kept = rows.filter(({ waits }) => waits === 1);
  return {
    old: rows.filter(({ waits }) => waits === 0),
    kept: new Set(kept.map(({ traderId, sessionDate }) => `${traderId} ${sessionDate}`)).size,
  };
}

const REMEMBER = upsertSql(
  'pruned_block',
  ['account_id', 'session_date'],
  ['fills', 'fingerprint', 'symbols', 'pruned_at'],
  byPlace,
);

/** @returns how many fills were removed. */
async function removeBlocks(
  { connection }: StoreTransaction,
  fillBlocks: FillBlocks,
  blocks: readonly BlockKey[],
  at: Date,
): Promise<number> {
  let fills = 0;
  for (const { accountId, account, sessionDate } of blocks) {
    const key = { accountId, account, sessionDate };
    const block = await fillBlocks.load(connection, key, 'all');
    if (block === null) continue;
    const { digest, symbols } = fingerprint(block, account, sessionDate);
    const kept = [block.length, digest, JSON.stringify(symbols), at.toISOString()];
    await connection.run(REMEMBER, accountId, sessionDate, ...kept);
    await fillBlocks.remove(connection, key);
    fills += block.length;
  }
  return fills;
}

function bySession(blocks: readonly FoundBlock[]): readonly (readonly FoundBlock[])[] {
  const sessions = new Map<string, FoundBlock[]>();
  for (const block of blocks) {
    const session = sessions.get(block.sessionDate) ?? [];
    sessions.set(block.sessionDate, session);
    session.push(block);
  }
  return [...sessions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, session]) => session);
}
