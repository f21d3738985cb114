import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type Driver from 'better-sqlite3';
import type { Database } from '../../src/adapters/database/database.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';

/** The results on which two runs of one morning must agree exactly; times and process names are left out. */
const RESULTS: Readonly<Record<string, string>> = {
  fills:
    'SELECT account_id, session_date, fills, numbers, texts, identities FROM fill_block ORDER BY account_id, session_date',
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

export function resultsOf(driver: Driver.Database): StoreResults {
  return Object.fromEntries(
    Object.entries(RESULTS).map(([name, sql]) => {
      const rows = driver.prepare(sql).all();
      return [
        name,
        { rows: rows.length, hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex') },
      ];
    }),
  );
}

/** The names of the results that differ. */
export function differences(found: StoreResults, expected: StoreResults): readonly string[] {
  return Object.keys(RESULTS).filter((name) => found[name]?.hash !== expected[name]?.hash);
}

/** Faults found by SQLite's integrity and foreign key checks; empty if none. */
export function faultsOfFile(driver: Driver.Database): readonly string[] {
  const integrity = driver.pragma('integrity_check', { simple: true });
  const orphans = driver.pragma('foreign_key_check') as unknown[];
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
    ...(orphans.length === 0 ? [] : [`foreign_key_check: ${orphans.length} rows`]),
  ];
}

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
