import type Driver from 'better-sqlite3';
import { looksRetired } from '../../domain/roster/roster.ts';

/** Small numbers for the texts that a million fills repeat: accounts and symbols, created on first sight. */
export interface Identifiers {
  account(code: string): { readonly id: number; readonly traderId: number };
  symbol(text: string): number;
}

/** Lives as long as one ingest: another process may have changed the roster by the next. */
export function identifiers(driver: Driver.Database): Identifiers {
  const findAccount = driver.prepare<[string], { id: number; traderId: number }>(
    'SELECT id, trader_id AS traderId FROM account WHERE code = ?',
  );
  const findSymbol = driver.prepare<[string], { id: number }>('SELECT id FROM symbol WHERE text = ?');
  const addSymbol = driver.prepare<[string]>('INSERT INTO symbol (text) VALUES (?)');
  return {
    account: remembered((code) => findAccount.get(code) ?? createAccount(driver, code)),
    symbol: remembered((text) => findSymbol.get(text)?.id ?? Number(addSymbol.run(text).lastInsertRowid)),
  };
}

/** An account nobody has put on the roster is a trader of its own, by its own code. */
export function createAccount(driver: Driver.Database, code: string): { id: number; traderId: number } {
  driver
    .prepare('INSERT INTO trader (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING')
    .run(code, looksRetired(code) ? 0 : 1);
  const traderId = driver.prepare('SELECT id FROM trader WHERE name = ?').pluck().get(code) as number;
  const account = driver.prepare('INSERT INTO account (code, trader_id) VALUES (?, ?)').run(code, traderId);
  return { id: Number(account.lastInsertRowid), traderId };
}

function remembered<T>(look: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = look(key);
      known.set(key, value);
    }
    return value;
  };
}
