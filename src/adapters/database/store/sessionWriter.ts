import type { FillBlocks } from '../fillBlocks.ts';
import type { MergedSession } from '../mergeFills.ts';
import type { SqlConnection, SqlStatement } from '../sqlConnection.ts';
import { type AccountIds, accountOf } from './identifiers.ts';

/** Stores merged sessions within one transaction. */
export interface SessionWriter {
  save(session: MergedSession): Promise<void>;
  /** Stores what was saved last, and marks what the ledger must compute again. */
  flush(): Promise<void>;
}

/** Whether a merge has anything to store. */
export function isChanged(session: MergedSession): boolean {
  const { inserted, changed, missing, learnedIds, learnedCurrencies } = session;
  return inserted + changed + missing + learnedIds + learnedCurrencies > 0;
}

/** Blocks and marks are collected: on a server each statement costs a round trip. */
export function createSessionWriter(connection: SqlConnection, fillBlocks: FillBlocks): SessionWriter {
  const blocks = fillBlocks.openWriter(connection);
  const accounts = new Map<string, AccountIds>();
  const marks: SqlStatement[] = [];
  let hasShortSides = false;
  return {
    async save(session) {
      const { account, sessionDate, block } = session;
      const ids = accounts.get(account) ?? (await accountOf(connection, account));
      accounts.set(account, ids);
      const key = { accountId: ids.id, account, sessionDate };
      if (block.length > 0) await blocks.save(key, block);
      else await fillBlocks.remove(connection, key);
      if (!hasShortSides && block.hasShortSides()) {
        marks.push([NOTE_SHORT_SIDES]);
        hasShortSides = true;
      }
      const mark = markOf(session, ids.traderId);
      if (mark !== null) marks.push(mark);
    },
    async flush() {
      await blocks.flush();
      await connection.batch(marks.splice(0));
    },
  };
}

function markOf(session: MergedSession, traderId: number): SqlStatement | null {
  const { sessionDate, inserted, changed, missing, learnedCurrencies } = session;
  if (inserted + changed + missing > 0)
    return [MARK_STALE, { traderId, sessionDate, inserted, changed, missing }];
  return learnedCurrencies > 0 ? [MARK_TO_CHECK, traderId, sessionDate] : null;
}

const MARK_STALE = `INSERT INTO stale_day (trader_id, session_date, added, changed, removed, late)
  VALUES (:traderId, :sessionDate, :inserted, :changed, :missing,
    CASE WHEN EXISTS (SELECT 1 FROM fetched_session WHERE session_date = :sessionDate) THEN 1 ELSE 0 END)
  ON CONFLICT (trader_id, session_date) DO UPDATE SET
    added = stale_day.added + excluded.added, changed = stale_day.changed + excluded.changed,
    removed = stale_day.removed + excluded.removed,
    late = CASE WHEN excluded.late > stale_day.late THEN excluded.late ELSE stale_day.late END`;
// Late: the figures change only where the currency is not that of the desk. Then the revisions report it.
const MARK_TO_CHECK = `INSERT INTO stale_day (trader_id, session_date, late) VALUES (?, ?, 1)
  ON CONFLICT (trader_id, session_date) DO UPDATE SET late = 1`;
const NOTE_SHORT_SIDES = `INSERT INTO store_fact (name, value) VALUES ('has_short_sides', 'yes')
  ON CONFLICT (name) DO NOTHING`;
