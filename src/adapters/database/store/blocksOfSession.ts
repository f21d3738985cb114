import type { BlockKey } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';

/** An account with fills on a session, and its trader. */
export interface AccountWithFills extends Pick<BlockKey, 'accountId' | 'account'> {
  readonly trader: string;
}

/** The accounts with fills on a session, in the order of their numbers. */
export function accountsWithFills(
  connection: SqlConnection,
  sessionDate: string,
): Promise<readonly AccountWithFills[]> {
  return connection.all<AccountWithFills>(
    `SELECT account.id AS "accountId", account.code AS account, trader.name AS trader
       FROM account ${joinInOrder(connection.dialect)} fill_block
         ON account_id = account.id AND session_date = ?
       JOIN trader ON trader.id = account.trader_id ORDER BY account.id`,
    sessionDate,
  );
}
