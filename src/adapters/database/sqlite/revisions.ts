import type { Revision } from '../../../domain/ledger/revision.ts';
import type { Database } from './open.ts';

/** Records which trader-days late fills changed; one record per day and newest stored session. */
export interface RevisionLog {
  /** The day before it is written. */
  standing(traderId: number, sessionDate: string): Standing;
  /** Call it after the day is written, in the same transaction, while the day's stale mark is still there. */
  note(traderId: number, sessionDate: string, before: Standing, netAfter: number | null): void;
  /**
   * Records found while the newest stored session was one of the range, the earliest first. Those that the
   * mail of another session than `mailOf` has named are left out.
   */
  between(foundFrom: string, foundThrough: string, mailOf: string): readonly Revision[];
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

/** The records of revisions in one database. The caller must hold the connection. */
export function createRevisionLog(driver: Database['driver']): RevisionLog {
  const statements = prepare(driver);
  return {
    standing: (traderId, sessionDate) => statements.standing.get({ traderId, sessionDate }) ?? NOTHING,

    note(traderId, sessionDate, before, netAfter) {
      // A day seen for the first time is not a revision: an import or a backfill brings sessions in any
      // order.
      if (before.netBefore === null && before.late !== 1) return;
      const own = { added: before.added ?? 0, changed: before.changed ?? 0, removed: before.removed ?? 0 };
      const ownFills = own.added + own.changed + own.removed;
      if (ownFills === 0 && before.netBefore === netAfter) return;
      // Without a late fill the operator caused it: a multiplier, or an account that changed its trader.
      if (
        ownFills === 0 &&
        before.late !== 1 &&
        statements.lateFills.get(traderId, sessionDate) === undefined
      )
        return;
      statements.note.run({ traderId, sessionDate, netBefore: before.netBefore, netAfter, ...own });
    },

    between: (foundFrom, foundThrough, mailOf) => statements.between.all(foundFrom, foundThrough, mailOf),
  };
}

const NOTHING: Standing = { netBefore: null, added: null, changed: null, removed: null, late: null };

function prepare(driver: Database['driver']) {
  return {
    standing: driver.prepare<{ traderId: number; sessionDate: string }, Standing>(
      `SELECT net_pnl AS netBefore, added, changed, removed, late
         FROM (SELECT :traderId AS id, :sessionDate AS date)
         LEFT JOIN trader_day ON trader_day.trader_id = id AND trader_day.session_date = date
         LEFT JOIN stale_day ON stale_day.trader_id = id AND stale_day.session_date = date`,
    ),
    lateFills: driver.prepare<[number, string], unknown>(
      'SELECT 1 FROM stale_day WHERE trader_id = ? AND session_date < ? AND added + changed + removed > 0 LIMIT 1',
    ),
    // Seeks the newest session of each account in the key instead of reading a year of fills.
    note: driver.prepare(
      `INSERT INTO revision (found_on, trader_id, session_date, net_before, net_after, added, changed, removed)
       SELECT max(:sessionDate, coalesce(max((SELECT max(session_date) FROM fill_block WHERE account_id = account.id)), '')),
              :traderId, :sessionDate, :netBefore, :netAfter, :added, :changed, :removed FROM account
        WHERE true
       ON CONFLICT DO UPDATE SET
         net_before = iif(reported_for IS NULL, net_before, excluded.net_before),
         added = iif(reported_for IS NULL, added, 0) + excluded.added,
         changed = iif(reported_for IS NULL, changed, 0) + excluded.changed,
         removed = iif(reported_for IS NULL, removed, 0) + excluded.removed,
         net_after = excluded.net_after, reported_for = NULL`,
    ),
    between: driver.prepare<[string, string, string], Revision>(
      `SELECT trader.name AS trader, session_date AS sessionDate, net_before AS netBefore, net_after AS netAfter,
              added, changed, removed
         FROM revision JOIN trader ON trader.id = trader_id
        WHERE found_on BETWEEN ? AND ? AND (reported_for IS NULL OR reported_for = ?)
        ORDER BY found_on, session_date, trader.name`,
    ),
  };
}
