import type { SqlConnection } from '../sqlConnection.ts';
import { findAccount } from './identifiers.ts';
import { lotsBefore } from './openingLotsReader.ts';

interface Open {
  readonly trader: number;
  readonly session: string;
}

/** The numbers of all traders. */
export function everyTrader(connection: SqlConnection): Promise<readonly number[]> {
  return connection.values<number>('SELECT id FROM trader ORDER BY id');
}

/** The numbers of the traders of stored accounts. @throws Error for an account that is not stored. */
export async function tradersOf(
  connection: SqlConnection,
  accounts: readonly string[],
): Promise<readonly number[]> {
  const traders = new Set<number>();
  for (const account of new Set(accounts)) {
    const found = await findAccount(connection, account);
    if (found === undefined) throw new Error(`no account ${account} is stored`);
    traders.add(found.traderId);
  }
  return [...traders];
}

/**
 * Marks the sessions as stale that open with other lots after a change than before it. For each trader and
 * each date of the change it compares the trader's first active session on or after that date. The ledger
 * update finds the later sessions by itself.
 * @returns what the change returns.
 */
export async function markChangedOpens<T>(
  connection: SqlConnection,
  { traders, dates }: { readonly traders: readonly number[]; readonly dates: readonly string[] },
  change: () => Promise<T>,
): Promise<T> {
  const opens = await opensFrom(connection, traders, dates);
  const before = await lotsAt(connection, opens);
  const result = await change();
  const after = await lotsAt(connection, opens);
  for (const [index, { trader, session }] of opens.entries())
    if (before[index] !== after[index]) await connection.run(MARK, trader, session);
  return result;
}

const FIRST_FROM = `SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date >= ?
  ORDER BY session_date LIMIT 1`;
const MARK = 'INSERT INTO stale_day (trader_id, session_date) VALUES (?, ?) ON CONFLICT DO NOTHING';

async function opensFrom(
  connection: SqlConnection,
  traders: readonly number[],
  dates: readonly string[],
): Promise<readonly Open[]> {
  const opens: Open[] = [];
  for (const trader of traders) {
    const sessions = new Set<string>();
    for (const date of new Set(dates)) {
      const session = await connection.value<string>(FIRST_FROM, trader, date);
      if (session !== undefined) sessions.add(session);
    }
    for (const session of sessions) opens.push({ trader, session });
  }
  return opens;
}

async function lotsAt(connection: SqlConnection, opens: readonly Open[]): Promise<readonly string[]> {
  const lots: string[] = [];
  for (const { trader, session } of opens)
    lots.push(JSON.stringify(await lotsBefore(connection, trader, session)));
  return lots;
}
