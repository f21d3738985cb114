import type { Selectable } from 'kysely';
import type { FetchRecord, FillIngest, FillStore, ImportRecord } from '../../ports.ts';
import { ingestFills } from './fillIngest.ts';
import type { Database } from './open.ts';
import type { ImportFileRow } from './schema.ts';

/** Fills on SQLite, and the record of where they came from. */
export function createFillStore({ queries, driver }: Database): FillStore {
  // Seeks each account's ends in the clustered key instead of reading a year of fills.
  const sessionRange = driver.prepare<[], { first: string; last: string }>(
    `SELECT min(first) AS first, max(last) AS last FROM (
       SELECT (SELECT min(session_date) FROM fill_block WHERE account_id = account.id) AS first,
              (SELECT max(session_date) FROM fill_block WHERE account_id = account.id) AS last FROM account
       UNION ALL SELECT min(session_date), max(session_date) FROM trader_day) HAVING last IS NOT NULL`,
  );
  return {
    append: (): FillIngest => ingestFills(driver, null),
    replaceRange: (from, to): FillIngest => ingestFills(driver, { from, to }),

    async sessionRange() {
      return sessionRange.get() ?? null;
    },

    async recordFetch(fetch) {
      const row = { fills: fetch.fills, fetched_at: fetch.fetchedAt.toISOString() };
      await queries
        .insertInto('fetched_session')
        .values({ session_date: fetch.sessionDate, ...row })
        .onConflict((conflict) => conflict.column('session_date').doUpdateSet(row))
        .execute();
    },

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
        }),
      );
    },

    async recordImport(record) {
      const { lastSession, importedAt, rejectedFile, ...counts } = record;
      await queries
        .insertInto('import_file')
        .values({
          ...counts,
          rejected_file: rejectedFile,
          last_session: lastSession,
          imported_at: importedAt.toISOString(),
        })
        .execute();
    },

    async importsSince(since) {
      const rows = await queries
        .selectFrom('import_file')
        .selectAll()
        .where('last_session', '>=', since)
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
  ...counts
}: Selectable<ImportFileRow>): ImportRecord {
  return {
    ...counts,
    rejectedFile: rejected_file,
    lastSession: last_session,
    importedAt: new Date(imported_at),
  };
}
