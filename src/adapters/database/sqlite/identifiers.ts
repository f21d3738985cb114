import type Driver from 'better-sqlite3';
import { looksRetired } from '../../../domain/roster/roster.ts';

export interface AccountIds {
  readonly id: number;
  readonly traderId: number;
}

/** Looks up an account by its code and creates it where it is unknown. Use it within one transaction only. */
export function accountLookup(driver: Driver.Database): (code: string) => AccountIds {
  const find = driver.prepare<[string], AccountIds>(
    'SELECT id, trader_id AS traderId FROM account WHERE code = ?',
  );
  return (code) => find.get(code) ?? createAccount(driver, code);
}

/** Creates an account that is not on the roster: it becomes a trader of its own, named by its code. */
export function createAccount(driver: Driver.Database, code: string): AccountIds {
  driver
    .prepare('INSERT INTO trader (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(code, looksRetired(code) ? 0 : 1);
  const traderId = driver.prepare('SELECT id FROM trader WHERE name = ?').pluck().get(code) as number;
  const account = driver.prepare('INSERT INTO account (code, trader_id) VALUES (?, ?)').run(code, traderId);
  return { id: Number(account.lastInsertRowid), traderId };
}
