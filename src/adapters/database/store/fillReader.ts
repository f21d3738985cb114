import type { Fill } from '../../../domain/ledger/fill.ts';
import type { Database } from '../database.ts';
import type { FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** Which stored fills are read. */
export interface FillSelection {
  /** First and last session, both included. */
  readonly from: string;
  readonly to: string;
  /** null: every trader. */
  readonly trader: string | null;
}

/** A stored fill, with the trader who has its account today. */
export interface StoredFill {
  readonly trader: string;
  readonly fill: Fill;
}

/** Takes the next fills. They are read only while the one before has ended. */
export type TakeFills = (fills: readonly StoredFill[]) => Promise<void>;

interface Block {
  readonly accountId: number;
  readonly account: string;
  readonly sessionDate: string;
  readonly trader: string;
}

/** A million fills as objects would take several hundred megabytes. */
const MOST_AT_ONCE = 2_000;

const BLOCKS = `
  SELECT account.id AS "accountId", account.code AS account, fill_block.session_date AS "sessionDate",
         trader.name AS trader
    FROM fill_block JOIN account ON account.id = fill_block.account_id
    JOIN trader ON trader.id = account.trader_id
   WHERE fill_block.session_date BETWEEN :from AND :to
     AND (CAST(:trader AS text) IS NULL OR trader.name = :trader)
   ORDER BY fill_block.session_date, account.code`;

/**
 * Reads stored fills as they were at one point in time: by session, then account, then in the order of the
 * source. Memory holds the columns of one account and session, and `MOST_AT_ONCE` fills.
 * @returns how many fills there were.
 * @throws StoreError where a block cannot be read.
 */
export function readFills(
  { snapshot, fillBlocks }: Pick<Database, 'snapshot' | 'fillBlocks'>,
  { from, to, trader }: FillSelection,
  take: TakeFills,
): Promise<number> {
  return snapshot(async (connection) => {
    let count = 0;
    for (const block of await connection.all<Block>(BLOCKS, { from, to, trader }))
      count += await readBlock(connection, fillBlocks, block, take);
    return count;
  });
}

async function readBlock(
  connection: SqlConnection,
  fillBlocks: FillBlocks,
  { trader, ...key }: Block,
  take: TakeFills,
): Promise<number> {
  const fills = await fillBlocks.load(connection, key, 'all');
  if (fills === null) return 0;
  for (let first = 0; first < fills.length; first += MOST_AT_ONCE) {
    const end = Math.min(first + MOST_AT_ONCE, fills.length);
    const part = Array.from({ length: end - first }, (_, at) => first + at);
    await take(part.map((place) => ({ trader, fill: fills.at(place, key.account, key.sessionDate) })));
  }
  return fills.length;
}
