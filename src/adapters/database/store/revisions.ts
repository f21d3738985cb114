import type { Revision } from '../../../domain/ledger/revision.ts';
import type { SqlConnection, SqlStatement } from '../sqlConnection.ts';

/** A trader-day of the ledger. */
export interface DayKey {
  readonly traderId: number;
  readonly sessionDate: string;
}

/**
 * A day as stored, and how many fills made it stale; null throughout for a day that only changed lots touch.
 */
export interface Standing {
  readonly netBefore: number | null;
  readonly added: number | null;
  readonly changed: number | null;
  readonly removed: number | null;
  /** 1 where the session had been fetched whole before those fills arrived. */
  readonly late: number | null;
}

const NOTHING: Standing = { netBefore: null, added: null, changed: null, removed: null, late: null };

/** Statements that read the day before it is written. */
export function standingStatements({ traderId, sessionDate }: DayKey): readonly SqlStatement[] {
  return [
    [NET, traderId, sessionDate],
    [STALE, traderId, sessionDate],
  ];
}

/** What `standingStatements` returned. */
export function readStanding([days = [], stale = []]: readonly (readonly object[])[]): Standing {
  const [day] = days as { netBefore: number }[];
  const [fills] = stale as Omit<Standing, 'netBefore'>[];
  return { ...NOTHING, ...fills, netBefore: day?.netBefore ?? null };
}

/**
 * Records which trader-days late fills changed; one record per day and newest stored session. Call it after
 * the day is written, in the same transaction, while the day's stale mark is still there.
 */
export async function noteRevision(
  connection: SqlConnection,
  day: DayKey,
  before: Standing,
  netAfter: number | null,
): Promise<void> {
  // A day seen for the first time is not a revision: an import or a backfill brings sessions in any order.
  if (before.netBefore === null && before.late !== 1) return;
  const own = { added: before.added ?? 0, changed: before.changed ?? 0, removed: before.removed ?? 0 };
  const ownFills = own.added + own.changed + own.removed;
  if (ownFills === 0 && before.netBefore === netAfter) return;
  // Without a late fill the operator caused it: a multiplier, or an account that changed its trader.
  if (ownFills === 0 && before.late !== 1 && !(await hasLateFills(connection, day))) return;
  const newest = (await connection.value<string | null>(NEWEST_SESSION)) ?? '';
  const foundOn = newest > day.sessionDate ? newest : day.sessionDate;
  await connection.run(NOTE, { ...day, ...own, foundOn, netBefore: before.netBefore, netAfter });
}

async function hasLateFills(connection: SqlConnection, { traderId, sessionDate }: DayKey): Promise<boolean> {
  return (await connection.get(LATE_FILLS, traderId, sessionDate)) !== undefined;
}

/**
 * Records found while the newest stored session was one of the range, the earliest first. Those that the mail
 * of another session than `mailOf` has named are left out.
 */
export function revisionsBetween(
  connection: SqlConnection,
  foundFrom: string,
  foundThrough: string,
  mailOf: string,
): Promise<readonly Revision[]> {
  return connection.all<Revision>(BETWEEN, foundFrom, foundThrough, mailOf);
}

const NET = 'SELECT net_pnl AS "netBefore" FROM trader_day WHERE trader_id = ? AND session_date = ?';
const STALE = 'SELECT added, changed, removed, late FROM stale_day WHERE trader_id = ? AND session_date = ?';
const LATE_FILLS = `SELECT 1 AS found FROM stale_day
  WHERE trader_id = ? AND session_date < ? AND added + changed + removed > 0 LIMIT 1`;
// Seeks the newest session of each account in the key instead of reading a year of fills.
const NEWEST_SESSION = `SELECT max(own.newest) FROM
  (SELECT (SELECT max(session_date) FROM fill_block WHERE account_id = account.id) AS newest FROM account) AS own`;
const unlessReported = (column: string, otherwise: string) =>
  `CASE WHEN revision.reported_for IS NULL THEN revision.${column} ELSE ${otherwise} END`;
const NOTE = `
  INSERT INTO revision (found_on, trader_id, session_date, net_before, net_after, added, changed, removed)
  VALUES (:foundOn, :traderId, :sessionDate, :netBefore, :netAfter, :added, :changed, :removed)
  ON CONFLICT (found_on, trader_id, session_date) DO UPDATE SET
    net_before = ${unlessReported('net_before', 'excluded.net_before')},
    added = ${unlessReported('added', '0')} + excluded.added,
    changed = ${unlessReported('changed', '0')} + excluded.changed,
    removed = ${unlessReported('removed', '0')} + excluded.removed,
    net_after = excluded.net_after, reported_for = NULL`;
const BETWEEN = `SELECT trader.name AS trader, session_date AS "sessionDate", net_before AS "netBefore",
    net_after AS "netAfter", added, changed, removed
  FROM revision JOIN trader ON trader.id = trader_id
 WHERE found_on BETWEEN ? AND ? AND (reported_for IS NULL OR reported_for = ?)
 ORDER BY found_on, session_date, trader.name`;
