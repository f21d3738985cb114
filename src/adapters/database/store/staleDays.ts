import type { TraderSessions } from '../../../ports/ledgerStore.ts';
import type { SqlConnection } from '../sqlConnection.ts';

interface StaleDay {
  readonly trader: string;
  readonly sessionDate: string;
}

/** Traders with stale sessions, ascending. Blocked ones cannot be computed: their fills were pruned. */
export async function staleDays(
  connection: SqlConnection,
  which: 'computable' | 'blocked',
): Promise<readonly TraderSessions[]> {
  return byTrader(await connection.all<StaleDay>(which === 'computable' ? COMPUTABLE : BLOCKED));
}

/** The stale sessions of one trader that can be computed, ascending. */
export function staleSessionsOf(connection: SqlConnection, trader: string): Promise<string[]> {
  return connection.values<string>(COMPUTABLE_OF_ONE, trader);
}

const selection = (columns: string, pruned: 'EXISTS' | 'NOT EXISTS') =>
  `SELECT ${columns}
     FROM stale_day JOIN trader ON trader.id = stale_day.trader_id
    WHERE ${pruned} (SELECT 1 FROM account JOIN pruned_block ON account_id = account.id
                      WHERE account.trader_id = stale_day.trader_id AND pruned_block.session_date = stale_day.session_date)`;
const BOTH = 'trader.name AS trader, stale_day.session_date AS "sessionDate"';
const ORDER = 'ORDER BY trader.name, stale_day.session_date';
const COMPUTABLE = `${selection(BOTH, 'NOT EXISTS')} ${ORDER}`;
const BLOCKED = `${selection(BOTH, 'EXISTS')} ${ORDER}`;
const COMPUTABLE_OF_ONE = `${selection('stale_day.session_date', 'NOT EXISTS')} AND trader.name = ?
  ORDER BY stale_day.session_date`;

function byTrader(days: readonly StaleDay[]): readonly TraderSessions[] {
  const sessions = new Map<string, string[]>();
  for (const { trader, sessionDate } of days) {
    const own = sessions.get(trader) ?? [];
    sessions.set(trader, own);
    own.push(sessionDate);
  }
  return Array.from(sessions, ([trader, own]) => ({ trader, sessions: own }));
}
