import type Driver from 'better-sqlite3';
import type { RosterEntry } from '../../../domain/roster/roster.ts';
import type { KnownAccount } from '../../../domain/roster/rosterChange.ts';

/** A trader as stored on the roster; null where the roster has none of that name. */
export function storedTrader(driver: Driver.Database, name: string): RosterEntry | null {
  const row = driver
    .prepare<
      [string],
      Omit<RosterEntry, 'active' | 'accounts'> & { readonly id: number; readonly active: number }
    >(
      `SELECT id, name AS trader, desk, base_limit AS baseLimit, risk_capital AS riskCapital, active
         FROM trader WHERE name = ?`,
    )
    .get(name);
  if (row === undefined) return null;
  const { id, ...facts } = row;
  const codes = driver.prepare<[number], string>(
    'SELECT code FROM account WHERE trader_id = ? ORDER BY code',
  );
  return { ...facts, active: facts.active === 1, accounts: codes.pluck().all(id) };
}

/** The trader of an account; undefined where the account is unknown. */
export function ownerOf(driver: Driver.Database, code: string): string | undefined {
  return driver
    .prepare<[string], string>(
      'SELECT trader.name FROM account JOIN trader ON trader.id = trader_id WHERE code = ?',
    )
    .pluck()
    .get(code);
}

/** Every account, by code, and whether the source has ever sent it. */
export function knownAccounts(driver: Driver.Database): readonly KnownAccount[] {
  const rows = driver.prepare<[], { code: string; trader: string; isProven: number }>(
    `SELECT account.code, trader.name AS trader,
            source_id IS NOT NULL
              OR EXISTS (SELECT 1 FROM fill_block WHERE account_id = account.id)
              OR EXISTS (SELECT 1 FROM pruned_block WHERE account_id = account.id)
              OR EXISTS (SELECT 1 FROM source_total WHERE account_id = account.id) AS isProven
       FROM account JOIN trader ON trader.id = trader_id ORDER BY account.code`,
  );
  return rows.all().map((row) => ({ ...row, isProven: row.isProven === 1 }));
}

/** Every symbol of the stored and the pruned fills. */
export function storedSymbols(driver: Driver.Database): readonly string[] {
  return driver
    .prepare<[], string>(
      `SELECT value FROM fill_block, json_each(texts, '$.symbols')
       UNION SELECT value FROM pruned_block, json_each(symbols)`,
    )
    .pluck()
    .all();
}
