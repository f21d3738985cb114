import type { Selectable } from 'kysely';
import type { FetchRecord, FillStore, ImportRecord, IncompleteDay } from '../../../ports/fillStore.ts';
import { createIngest } from './fillIngest.ts';
import type { Database } from './open.ts';
import { pruneFills } from './pruneFills.ts';
import type { ImportFileRow } from './schema.ts';

/** Fills on SQLite, and the records of what was fetched and imported. */
export function createFillStore(database: Database): FillStore {
  const { queries, driver } = database;
  // Seeks the first and last session of each account in the key instead of reading a year of fills.
  const sessionRange = driver.prepare<[], { first: string; last: string }>(
    `SELECT min(first) AS first, max(last) AS last FROM (
       SELECT (SELECT min(session_date) FROM fill_block WHERE account_id = account.id) AS first,
              (SELECT max(session_date) FROM fill_block WHERE account_id = account.id) AS last FROM account
       UNION ALL SELECT min(session_date), max(session_date) FROM trader_day) HAVING last IS NOT NULL`,
  );
  const incompleteDays = driver.prepare<[string, string], IncompleteDay>(
    `SELECT trader.name AS trader, account, session_date AS sessionDate, rows, place AS "where", reason
       FROM incomplete_day JOIN account ON account.code = incomplete_day.account
       JOIN trader ON trader.id = account.trader_id
      WHERE session_date BETWEEN ? AND ? ORDER BY session_date, trader.name, account`,
  );
  return {
    append: ({ keepKnown = false } = {}) => createIngest(database, { wholeRange: null, keepKnown }),
    replaceRange: (from, to, accounts = null) =>
      createIngest(database, { wholeRange: { from, to, accounts } }),

    sessionRange: () => database.withConnection(() => sessionRange.get() ?? null),

    async recordTotals(sessions, at) {
      await queries
        .updateTable('fetched_session')
        .set({ totals_at: at.toISOString() })
        .where('session_date', 'in', sessions)
        .execute();
    },

    prune: (before, at) => pruneFills(database, before, at),

    async fetched(from, to) {
      const rows = await queries
        .selectFrom('fetched_session')
        .selectAll()
        .where('session_date', '>=', from)
        .where('session_date', '<=', to)
        .orderBy('session_date')
        .execute();
      return rows.map(
        (row): FetchRecord => ({
          sessionDate: row.session_date,
          fills: row.fills,
          fetchedAt: new Date(row.fetched_at),
          totalsAt: row.totals_at === null ? null : new Date(row.totals_at),
        }),
      );
    },

    incompleteDays: (from, through) => database.withConnection(() => incompleteDays.all(from, through)),

    hasShortSides: () =>
      database.withConnection(
        () => driver.prepare("SELECT 1 FROM store_fact WHERE name = 'has_short_sides'").get() !== undefined,
      ),

    recordImport: ({ lastSession, importedAt, rejectedFile, ...counts }) =>
      database.transaction(async (transaction) => {
        // A file's rows that were rejected belong to its last import alone.
        await transaction.queries
          .updateTable('import_file')
          .set({ rejected_file: null })
          .where('key', '=', counts.key)
          .execute();
        await transaction.queries
          .insertInto('import_file')
          .values({
            ...counts,
            rejected_file: rejectedFile,
            last_session: lastSession,
            imported_at: importedAt.toISOString(),
          })
          .execute();
      }),

    async importsSince(since) {
      const rows = await queries
        .selectFrom('import_file')
        .selectAll()
        .where((e) =>
          e.or([
            e('last_session', '>=', since),
            e.and([e('last_session', 'is', null), e('imported_at', '>=', since)]),
          ]),
        )
        // By last session too: a file that is rewritten each day has other rows under the same name.
        .where('id', 'in', (e) =>
          e
            .selectFrom('import_file')
            .select((last) => last.fn.max('id').as('id'))
            .groupBy(['key', 'last_session']),
        )
        .orderBy('id')
        .execute();
      return rows.map(importRecord);
    },
  };
}

function importRecord({
  id: _,
  rejected_file,
  last_session,
  imported_at,
  unread_columns: _unread,
  ...counts
}: Selectable<ImportFileRow>): ImportRecord {
  return {
    ...counts,
    rejectedFile: rejected_file,
    lastSession: last_session,
    importedAt: new Date(imported_at),
  };
}
