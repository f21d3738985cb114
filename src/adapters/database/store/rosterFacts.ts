import type { RosterEntry } from '../../../domain/roster/roster.ts';
import type { KnownAccount } from '../../../domain/roster/rosterChange.ts';
import type { FillBlocks } from '../fillBlocks.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';

interface TraderFacts extends Omit<RosterEntry, 'active' | 'accounts'> {
  readonly id: number;
  readonly active: number;
}

/** A trader as stored on the roster; null where the roster has none of that name. */
export async function storedTrader(connection: SqlConnection, name: string): Promise<RosterEntry | null> {
  const row = await connection.get<TraderFacts>(
    `SELECT id, name AS trader, desk, base_limit AS "baseLimit", risk_capital AS "riskCapital", active
       FROM trader WHERE name = ?`,
    name,
  );
  if (row === undefined) return null;
  const { id, ...facts } = row;
  const codes = 'SELECT code FROM account WHERE trader_id = ? ORDER BY code';
  return { ...facts, active: facts.active === 1, accounts: await connection.values<string>(codes, id) };
}

/** The trader of an account; undefined where the account is unknown. */
export function ownerOf(connection: SqlConnection, code: string): Promise<string | undefined> {
  return connection.value<string>(
    'SELECT trader.name FROM account JOIN trader ON trader.id = trader_id WHERE code = ?',
    code,
  );
}

/** Every account, by code, and whether the source has ever sent it. */
export async function knownAccounts(connection: SqlConnection): Promise<readonly KnownAccount[]> {
  const rows = await connection.all<{ code: string; trader: string; isProven: number }>(
    `SELECT account.code, trader.name AS trader,
            CASE WHEN source_id IS NOT NULL
              OR EXISTS (SELECT 1 FROM fill_block WHERE account_id = account.id)
              OR EXISTS (SELECT 1 FROM pruned_block WHERE account_id = account.id)
              OR EXISTS (SELECT 1 FROM source_total WHERE account_id = account.id)
            THEN 1 ELSE 0 END AS "isProven"
       FROM account JOIN trader ON trader.id = trader_id ORDER BY account.code`,
  );
  return rows.map((row) => ({ ...row, isProven: row.isProven === 1 }));
}

/** Every symbol of the stored and the pruned fills, in the order of their bytes. */
export function storedSymbols(connection: SqlConnection, fillBlocks: FillBlocks): Promise<readonly string[]> {
  return connection.values<string>(
    `SELECT own.value FROM fill_block, ${fillBlocks.symbolsOfBlock('own')}
     UNION SELECT own.value FROM pruned_block, ${prunedSymbols(connection, 'own')} ORDER BY 1`,
  );
}

/** For FROM next to `pruned_block`: its symbols, as a table with the column `value`. */
export function prunedSymbols({ dialect }: SqlConnection, alias: string): string {
  return jsonItems(dialect, 'pruned_block.symbols', [], alias);
}
