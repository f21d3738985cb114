import type { Selectable } from 'kysely';
import type { FetchRecord, FillStore, ImportRecord } from '../../../ports/fillStore.ts';
import { unreadColumnsJson } from '../fillJson.ts';
import { createIngest } from './fillIngest.ts';
import { incompleteDayReader } from './incompleteDays.ts';
import type { Database } from './open.ts';
import { pruneFills } from './pruneFills.ts';
import type { ImportFileRow } from './schema.ts';

/** Fills on SQLite, and the records of what was fetched and imported. */
export function createFillStore(database: Database): FillStore {
  const { queries, driver } = database;
  // Seeks the first and last session in keys instead of reading a year. SQLite seeks one extreme at a time.
  const sessionRange = driver.prepare<[], { first: string; last: string }>(
    `SELECT min(first) AS first, max(last) AS last FROM (
       SELECT (SELECT min(session_date) FROM fill_block WHERE account_id = account.id) AS first,
              (SELECT max(session_date) FROM fill_block WHERE account_id = account.id) AS last FROM account
       UNION ALL SELECT (SELECT min(session_date) FROM trader_day), (SELECT max(session_date) FROM trader_day))
      HAVING last IS NOT NULL`,
  );
  const incompleteDays = incompleteDayReader(driver);
  const fact = driver.prepare<[string], string>('SELECT value FROM store_fact WHERE name = ?').pluck();
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

    incompleteDays: (from, through) => database.withConnection(() => incompleteDays(from, through)),

    hasShortSides: () => database.withConnection(() => fact.get('has_short_sides') !== undefined),

    upgrade: () =>
      database.withConnection(() => {
        const [at, through] = [fact.get('upgraded_at'), fact.get('upgraded_through')];
        return at === undefined || through === undefined ? null : { at: new Date(at), through };
      }),

    recordImport: ({ lastSession, importedAt, rejectedFile, unreadColumns, ...counts }) =>
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
            unread_columns: unreadColumns.length > 0 ? unreadColumnsJson.write([...unreadColumns]) : null,
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

    async importsBeforeUpgrade() {
      const rows = await queries
        .selectFrom('import_file')
        .selectAll()
        .where('id', 'in', (e) =>
          e
            .selectFrom('import_file')
            .select((last) => last.fn.max('id').as('id'))
            .groupBy('key'),
        )
        .where('id', '<=', (e) =>
          e
            .selectFrom('store_fact')
            .select((last) => last.cast<number>('value', 'integer').as('id'))
            .where('name', '=', 'upgraded_import'),
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
  unread_columns,
  ...counts
}: Selectable<ImportFileRow>): ImportRecord {
  return {
    ...counts,
    rejectedFile: rejected_file,
    unreadColumns: unread_columns === null ? [] : unreadColumnsJson.read(unread_columns, counts.file),
    lastSession: last_session,
    importedAt: new Date(imported_at),
  };
}
