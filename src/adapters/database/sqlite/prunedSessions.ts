import type Driver from 'better-sqlite3';

export interface PrunedBlock {
  readonly fills: number;
  readonly fingerprint: string;
}

/** Which sessions were pruned, by account code, as known when one stream of fills began. */
export interface PrunedSessions {
  /** The last pruned session of all accounts; '' where nothing was ever pruned. */
  readonly latest: string;
  /** Whether sessions were pruned, or stored again, since the stream began. */
  isOutdated(): boolean;
  /**
   * Whether fills of the session can no longer be stored: it was pruned, or a later one of the same trader
   * was.
   */
  isClosed(account: string, sessionDate: string): boolean;
  /** The last pruned session of the account's trader; '' where none is. */
  through(account: string): string;
  /** What was recorded of a pruned session; null where it was not pruned. */
  block(account: string, sessionDate: string): PrunedBlock | null;
  /**
   * Whether the ledger waits for the session's fills, or for those of an earlier session of the same trader.
   */
  isAwaited(account: string, sessionDate: string): boolean;
  /** Removes the record that the session was pruned. */
  forget(account: string, sessionDate: string): void;
}

/** Reads which sessions were pruned. The caller must hold the connection, now and in every method. */
export function prunedSessions(driver: Driver.Database): PrunedSessions {
  const throughs = lastPrunedByAccount(driver);
  const state = driver
    .prepare<[], string>("SELECT count(*) || ' ' || coalesce(max(pruned_at), '') FROM pruned_block")
    .pluck();
  const stateAtFirst = state.get();
  const stored = driver
    .prepare<[string, string], 1>(
      `SELECT 1 FROM fill_block JOIN account ON account.id = account_id WHERE account.code = ? AND session_date = ?`,
    )
    .pluck();
  const block = driver.prepare<[string, string], PrunedBlock>(
    `SELECT fills, fingerprint FROM pruned_block JOIN account ON account.id = account_id
      WHERE account.code = ? AND session_date = ?`,
  );
  const awaited = driver
    .prepare<[string, string], 1>(
      `SELECT 1 FROM account JOIN stale_day ON stale_day.trader_id = account.trader_id
        WHERE account.code = ? AND stale_day.session_date <= ? LIMIT 1`,
    )
    .pluck();
  const forget = driver.prepare(
    'DELETE FROM pruned_block WHERE account_id = (SELECT id FROM account WHERE code = ?) AND session_date = ?',
  );
  const through = (account: string) => throughs.get(account) ?? '';
  const closed = new Map<string, boolean>();
  return {
    latest: [...throughs.values()].reduce((a, b) => (a > b ? a : b), ''),
    isOutdated: () => state.get() !== stateAtFirst,
    through,
    isClosed(account, sessionDate) {
      if (sessionDate > through(account)) return false;
      const key = `${account}\n${sessionDate}`;
      // A day that was stored again is complete. Holding back its fills would count them as removed by the
      // source.
      const known = closed.get(key) ?? stored.get(account, sessionDate) === undefined;
      closed.set(key, known);
      return known;
    },
    block: (account, sessionDate) => block.get(account, sessionDate) ?? null,
    isAwaited: (account, sessionDate) => awaited.get(account, sessionDate) !== undefined,
    forget: (account, sessionDate) => void forget.run(account, sessionDate),
  };
}

/** An unknown account belongs to the trader of its name, if there is one. */
function lastPrunedByAccount(driver: Driver.Database): ReadonlyMap<string, string> {
  const rows = driver
    .prepare<[], { code: string; through: string }>(
      `WITH last AS (SELECT trader_id, max(session_date) AS through
                       FROM pruned_block JOIN account ON account.id = account_id GROUP BY trader_id)
       SELECT trader.name AS code, through FROM last JOIN trader ON trader.id = trader_id
        WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = trader.name)
       UNION ALL SELECT account.code, through FROM last JOIN account ON account.trader_id = last.trader_id`,
    )
    .all();
  return new Map(rows.map(({ code, through }) => [code, through]));
}
