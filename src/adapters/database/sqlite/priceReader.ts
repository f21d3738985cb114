import type { AccountPrints } from '../../../domain/ledger/prints.ts';
import { pricesOf } from '../fillColumns.ts';
import type { Database } from './open.ts';

interface PrintsRow {
  readonly account: string;
  readonly fills: number;
  readonly numbers: Buffer;
  readonly symbols: string;
  readonly statuses: string;
}

/** Reads a session's prices and statuses, one account in memory at a time. */
export function createPriceReader(
  driver: Database['driver'],
): (sessionDate: string) => Iterable<AccountPrints> {
  const rows = driver.prepare<[string], PrintsRow>(
    `SELECT account.code AS account, fills, numbers,
            json_extract(texts, '$.symbols') AS symbols, json_extract(texts, '$.statuses') AS statuses
       FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date = ?`,
  );
  return function* (sessionDate) {
    for (const { account, fills, numbers, symbols, statuses } of rows.iterate(sessionDate)) {
      yield {
        account,
        ...pricesOf(numbers, fills),
        symbols: JSON.parse(symbols) as string[],
        statuses: JSON.parse(statuses) as string[],
      };
    }
  };
}
