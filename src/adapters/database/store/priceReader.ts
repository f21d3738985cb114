import type { AccountPrints } from '../../../domain/ledger/prints.ts';
import type { Database } from '../database.ts';
import { accountsWithFills } from './blocksOfSession.ts';

/**
 * Reads the prices and statuses of a session, one account in memory at a time. No statement stays open
 * between two accounts, so the caller may use the store meanwhile.
 */
export function createPriceReader({
  connection,
  fillBlocks,
}: Database): (sessionDate: string) => AsyncIterable<AccountPrints> {
  return async function* (sessionDate) {
    for (const { accountId, account } of await accountsWithFills(connection, sessionDate)) {
      const prints = await fillBlocks.prints(connection, { accountId, account, sessionDate });
      if (prints !== null) yield prints;
    }
  };
}
