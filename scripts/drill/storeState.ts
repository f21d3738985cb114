import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/adapters/database/database.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';

/** Fills as each store keeps them. */
const FILLS = {
  sqlite:
    'SELECT account_id, session_date, fills, numbers, texts, identities FROM fill_block ORDER BY account_id, session_date',
  postgres: 'SELECT * FROM fill ORDER BY account_id, session_date, place',
} as const;

/** The results on which two runs of one morning must agree exactly; times and process names are left out. */
const RESULTS: Readonly<Record<string, string>> = {
  totals: 'SELECT * FROM source_total ORDER BY account_id, session_date',
  'trader days': 'SELECT * FROM trader_day ORDER BY trader_id, session_date',
  'open lots': 'SELECT * FROM open_lot ORDER BY trader_id, session_date, ordinal',
  'low-water marks': 'SELECT * FROM low_water_marks ORDER BY trader_id, session_date',
  learning: 'SELECT * FROM learned_session ORDER BY session_date',
  cuts: 'SELECT session_date, trader, engine, action, tier, base_limit, new_limit, reduction_pct, confidence, detail FROM decision ORDER BY session_date, trader',
  'desk facts': "SELECT subject, body FROM audit_entry WHERE kind = 'desk-facts' ORDER BY subject, sequence",
  report: 'SELECT session_date, report FROM morning_report ORDER BY session_date',
};

/** Per result: the number of rows and their hash. */
export type StoreResults = Readonly<Record<string, { readonly rows: number; readonly hash: string }>>;

export async function resultsOf({ connection, dialect }: Database): Promise<StoreResults> {
  const results: [string, StoreResults[string]][] = [];
  for (const [name, sql] of Object.entries({ fills: FILLS[dialect], ...RESULTS })) {
    const rows = await connection.all(sql);
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    results.push([name, { rows: rows.length, hash }]);
  }
  return Object.fromEntries(results);
}

/** The names of the results that differ. */
export function differences(found: StoreResults, expected: StoreResults): readonly string[] {
  return Object.keys(expected).filter((name) => found[name]?.hash !== expected[name]?.hash);
}

/**
 * Faults that a store finds in itself; empty if none. SQLite checks its pages and foreign keys. A server
 * checks both by itself: there the schema and the number of fills of each block are compared.
 */
export async function faultsOfStore(database: Database): Promise<readonly string[]> {
  const { connection } = database;
  if (database.dialect === 'sqlite') {
    const integrity = await connection.value('PRAGMA integrity_check');
    const orphans = await connection.all('PRAGMA foreign_key_check');
    return [
      ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
      ...(orphans.length === 0 ? [] : [`foreign_key_check: ${orphans.length} rows`]),
    ];
  }
  const blocks = await connection.all<{ account_id: number; session_date: string }>(OTHER_COUNTS);
  return [
    ...(await database.schemaDifferences()).map(({ object, found }) => `schema: ${object} is ${found}`),
    ...blocks.map(({ account_id: account, session_date: date }) => `fills of account ${account} on ${date}`),
  ];
}

/** Blocks whose number of fills is not that of their rows. */
const OTHER_COUNTS = `SELECT account_id, session_date FROM fill_block
    FULL JOIN (SELECT account_id, session_date, count(*) AS rows FROM fill GROUP BY account_id, session_date) AS own
      USING (account_id, session_date)
   WHERE fills IS DISTINCT FROM rows`;

/** The first fault of the audit trail, or of a table that differs from it. */
export async function faultOfAudit(database: Database): Promise<string | null> {
  const { fault } = await verifyAudit(database);
  if (fault !== null) return `audit entry ${fault.sequence}: ${fault.found}, not ${fault.expected}`;
  const [finding] = (await verifyTables(database)).findings;
  if (finding === undefined) return null;
  return `table ${finding.table}, ${finding.key}: ${finding.found}, not ${finding.trail}`;
}

/** Files that a process left unfinished, or that a closed database does not need. */
export function staleFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:part|tmp)$|-(?:wal|shm|journal)$/.test(file),
  );
}
