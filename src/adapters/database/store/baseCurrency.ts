import type { FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { upsertSql } from '../upsertSql.ts';

const FACT = 'base_currency';
/** The base currency of a store that never had one. */
const FIRST = 'USD';

const READ = 'SELECT value FROM store_fact WHERE name = ?';
const WRITE = upsertSql('store_fact', ['name'], ['value']);

/**
 * The base currency in which the figures of a store are computed.
 * @param setting BASE_CURRENCY; null for a process that does not know it, which keeps that of the figures.
 */
export async function currentBaseCurrency(
  connection: SqlConnection,
  setting: string | null,
): Promise<string> {
  return setting ?? (await connection.value<string>(READ, FACT)) ?? FIRST;
}

/**
 * Marks every day with fills, or positions, in a named currency, if the setting differs from the figures.
 * Call it inside a transaction.
 */
export async function applyBaseCurrency(
  connection: SqlConnection,
  fillBlocks: FillBlocks,
  setting: string | null,
): Promise<void> {
  const [known, value] = [
    await connection.value<string>(READ, FACT),
    await currentBaseCurrency(connection, setting),
  ];
  if (known === value) return;
  if (known !== undefined || value !== FIRST) await connection.run(markStale(fillBlocks));
  await connection.run(WRITE, { name: FACT, value });
}

function markStale(fillBlocks: FillBlocks): string {
  return `INSERT INTO stale_day (trader_id, session_date)
    SELECT trader_id, session_date FROM fill_block JOIN account ON account.id = account_id
     WHERE EXISTS (SELECT 1 FROM ${fillBlocks.currenciesOfBlock('own')} WHERE own.value <> '')
     UNION SELECT trader_id, session_date FROM open_lot WHERE currency <> ''
     UNION SELECT trader_id, session_date FROM ledger_finding WHERE currency <> ''
    ON CONFLICT DO NOTHING`;
}
