import type { SqlConnection } from '../sqlConnection.ts';
import { findAccount } from './identifiers.ts';

export interface PrunedBlock {
  readonly fills: number;
  readonly fingerprint: string;
}

/** Which sessions were pruned, by account code, as known when one stream of fills began. */
export class PrunedSessions {
  /** The last pruned session of all accounts; '' where nothing was ever pruned. */
  readonly latest: string;
  readonly #throughs: ReadonlyMap<string, string>;
  readonly #stateAtFirst: string | undefined;
  readonly #closed = new Map<string, boolean>();

  private constructor(throughs: ReadonlyMap<string, string>, state: string | undefined) {
    this.#throughs = throughs;
    this.#stateAtFirst = state;
    this.latest = [...throughs.values()].reduce((a, b) => (a > b ? a : b), '');
  }

  static async read(connection: SqlConnection): Promise<PrunedSessions> {
    const rows = await connection.rows<[code: string, through: string]>(LAST_BY_ACCOUNT);
    return new PrunedSessions(new Map(rows), await stateOf(connection));
  }

  /** Whether sessions were pruned, or stored again, since the stream began. */
  async isOutdated(connection: SqlConnection): Promise<boolean> {
    return (await stateOf(connection)) !== this.#stateAtFirst;
  }

  /** The last pruned session of the account's trader; '' where none is. */
  through(account: string): string {
    return this.#throughs.get(account) ?? '';
  }

  /**
   * Whether fills of the session can no longer be stored: it was pruned, or a later one of the same trader
   * was.
   */
  async isClosed(connection: SqlConnection, account: string, sessionDate: string): Promise<boolean> {
    if (sessionDate > this.through(account)) return false;
    const key = `${account}\n${sessionDate}`;
    // A day that was stored again is complete. Holding back its fills would count them as removed by the
    // source.
    const known = this.#closed.get(key) ?? (await connection.get(STORED, account, sessionDate)) === undefined;
    this.#closed.set(key, known);
    return known;
  }
}

/** What was recorded of a pruned session; null where it was not pruned. */
export async function prunedBlock(
  connection: SqlConnection,
  account: string,
  sessionDate: string,
): Promise<PrunedBlock | null> {
  return (await connection.get<PrunedBlock>(PRUNED, account, sessionDate)) ?? null;
}

/**
 * Whether the ledger waits for the session's fills, or for those of an earlier session of the same trader.
 */
export async function isAwaited(
  connection: SqlConnection,
  account: string,
  sessionDate: string,
): Promise<boolean> {
  return (await connection.get(AWAITED, account, sessionDate)) !== undefined;
}

/** Removes the record that the session was pruned. */
export async function forgetPruned(
  connection: SqlConnection,
  account: string,
  sessionDate: string,
): Promise<void> {
  const found = await findAccount(connection, account);
  if (found !== undefined) await connection.run(FORGET, found.id, sessionDate);
}

function stateOf(connection: SqlConnection): Promise<string | undefined> {
  return connection.value<string>("SELECT count(*) || ' ' || coalesce(max(pruned_at), '') FROM pruned_block");
}

/** An unknown account belongs to the trader of its name, if there is one. */
const LAST_BY_ACCOUNT = `
  WITH last AS (SELECT trader_id, max(session_date) AS through
                  FROM pruned_block JOIN account ON account.id = account_id GROUP BY trader_id)
  SELECT trader.name, through FROM last JOIN trader ON trader.id = trader_id
   WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = trader.name)
  UNION ALL SELECT account.code, through FROM last JOIN account ON account.trader_id = last.trader_id`;
const STORED = `SELECT 1 AS found FROM fill_block JOIN account ON account.id = account_id
  WHERE account.code = ? AND session_date = ?`;
const PRUNED = `SELECT fills, fingerprint FROM pruned_block JOIN account ON account.id = account_id
  WHERE account.code = ? AND session_date = ?`;
const AWAITED = `SELECT 1 AS found FROM account JOIN stale_day ON stale_day.trader_id = account.trader_id
  WHERE account.code = ? AND stale_day.session_date <= ? LIMIT 1`;
const FORGET = 'DELETE FROM pruned_block WHERE account_id = ? AND session_date = ?';
