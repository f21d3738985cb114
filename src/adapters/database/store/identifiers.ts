import { looksRetired } from '../../../domain/roster/roster.ts';
import type { SqlConnection } from '../sqlConnection.ts';

export interface AccountIds {
  readonly id: number;
  readonly traderId: number;
}

/** The numbers of an account; undefined where it is unknown. */
export function findAccount(connection: SqlConnection, code: string): Promise<AccountIds | undefined> {
  return connection.get<AccountIds>('SELECT id, trader_id AS "traderId" FROM account WHERE code = ?', code);
}

/** The numbers of an account, which is created where it is unknown. Use it within one transaction only. */
export async function accountOf(connection: SqlConnection, code: string): Promise<AccountIds> {
  return (await findAccount(connection, code)) ?? createAccount(connection, code);
}

/** Creates an account that is not on the roster: it becomes a trader of its own, named by its code. */
export async function createAccount(connection: SqlConnection, code: string): Promise<AccountIds> {
  await addTrader(connection, code);
  const traderId = await traderOf(connection, code);
  return { id: await addAccount(connection, code, traderId), traderId };
}

/** Adds a trader of a name, unless there is one. */
export async function addTrader(connection: SqlConnection, name: string): Promise<void> {
  const sql = 'INSERT INTO trader (name, active) VALUES (?, ?) ON CONFLICT (name) DO NOTHING';
  await connection.run(sql, name, looksRetired(name) ? 0 : 1);
}

/** The number of a trader. @throws Error where there is none of the name. */
export async function traderOf(connection: SqlConnection, name: string): Promise<number> {
  const id = await connection.value<number>('SELECT id FROM trader WHERE name = ?', name);
  if (id === undefined) throw new Error(`no trader ${name} is stored`);
  return id;
}

/** Adds an account. @returns its number. */
export async function addAccount(connection: SqlConnection, code: string, traderId: number): Promise<number> {
  const sql = 'INSERT INTO account (code, trader_id) VALUES (?, ?) RETURNING id';
  const id = await connection.value<number>(sql, code, traderId);
  if (id === undefined) throw new Error(`the store returned no number for the new account ${code}`);
  return id;
}
