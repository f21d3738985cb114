import type { AccountPrints } from '../../../domain/ledger/prints.ts';
import { pricesOf } from '../fillColumns.ts';
import { symbolsAndStatusesJson } from '../fillJson.ts';
import type { Database } from './open.ts';

interface PricesRow {
  readonly fills: number;
  readonly numbers: Buffer;
  readonly texts: string;
}

/**
 * Reads the prices and statuses of a session, one account in memory at a time. No statement stays open
 * between two accounts, so the caller may use the store meanwhile.
 */
export function createPriceReader({
  driver,
  withConnection,
}: Database): (sessionDate: string) => AsyncIterable<AccountPrints> {
  const accounts = driver.prepare<[string], { id: number; code: string }>(
    'SELECT id, code FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date = ?',
  );
  // The order ids are most of the text and are not needed.
  const row = driver.prepare<[number, string], PricesRow>(
    `SELECT fills, numbers, json_remove(texts, '$.orderIds') AS texts FROM fill_block
      WHERE account_id = ? AND session_date = ?`,
  );
  return async function* (sessionDate) {
    for (const { id, code } of await withConnection(() => accounts.all(sessionDate))) {
      const block = await withConnection(() => row.get(id, sessionDate));
      if (block === undefined) continue;
      const { symbols, statuses } = symbolsAndStatusesJson.read(block.texts, `${sessionDate} ${code}`);
      yield { account: code, ...pricesOf(block.numbers, block.fills), symbols, statuses };
    }
  };
}
