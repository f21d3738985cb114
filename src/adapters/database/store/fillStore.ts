import type { Selectable } from 'kysely';
import type { FetchRecord, FillStore, ImportRecord } from '../../../ports/fillStore.ts';
import type { Database } from '../database.ts';
import { unreadColumnsJson } from '../fillJson.ts';
import { createIngest } from './fillIngest.ts';
import { incompleteDays } from './incompleteDays.ts';
import { pruneFills } from './pruneFills.ts';
import type { ImportFileRow } from './schema.ts';

// Seeks the first and last session in keys instead of reading a year. SQLite seeks one extreme at a time.
const SESSION_RANGE = `SELECT min(own.first) AS first, max(own.last) AS last FROM (
     SELECT (SELECT min(session_date) FROM fill_block WHERE account_id = account.id) AS first,
            (SELECT max(session_date) FROM fill_block WHERE account_id = account.id) AS last FROM account
     UNION ALL SELECT (SELECT min(session_date) FROM trader_day), (SELECT max(session_date) FROM trader_day)
  ) AS own`;
const FACT = 'SELECT value FROM store_fact WHERE name = ?';

interface SessionRange {
  readonly first: string | null;
  readonly last: string | null;
}

/** Fills, and the records of what was fetched and imported. */
export function createFillStore(database: Database): FillStore {
  const { queries, connection } = database;
  return {
    append: ({ keepKnown = false } = {}) => createIngest(database, { wholeRange: null, keepKnown }),
    replaceRange: (from, to, accounts = null) =>
      createIngest(database, { wholeRange: { from, to, accounts } }),

    async sessionRange() {
      const { first, last } = (await connection.get<SessionRange>(SESSION_RANGE)) ?? NO_RANGE;
      return first === null || last === null ? null : { first, last };
    },

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

    incompleteDays: (from, through) => incompleteDays(connection, from, through),

    hasShortSides: async () => (await connection.value<string>(FACT, 'has_short_sides')) !== undefined,

    async upgrade() {
      const at = await connection.value<string>(FACT, 'upgraded_at');
      const through = await connection.value<string>(FACT, 'upgraded_through');
      return at === undefined || through === undefined ? null : { at: new Date(at), through };
    },

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

const NO_RANGE: SessionRange = { first: null, last: null };

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
