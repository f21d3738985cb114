import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type Driver from 'better-sqlite3';
import { verifyAudit } from '../../src/adapters/database/sqlite/auditTrail.ts';

/** What two runs of one morning must agree on to the letter; when and by whom it was done is left out. */
const RESULTS: Readonly<Record<string, string>> = {
  fills:
    'SELECT account_id, session_date, fills, numbers, texts, identities FROM fill_block ORDER BY account_id, session_date',
  totals: 'SELECT * FROM source_total ORDER BY account_id, session_date',
  'trader days': 'SELECT * FROM trader_day ORDER BY trader_id, session_date',
  'open lots': 'SELECT * FROM open_lot ORDER BY trader_id, session_date, ordinal',
  'low-water marks': 'SELECT * FROM low_water_marks ORDER BY trader_id, session_date',
  learning: 'SELECT * FROM learned_session ORDER BY session_date',
  cuts: 'SELECT session_date, trader, engine, action, tier, base_limit, new_limit, reduction_pct, confidence, detail FROM decision ORDER BY session_date, trader',
  report: 'SELECT session_date, report FROM morning_report ORDER BY session_date',
};

/** By result: how many rows, and a hash of them. */
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

/** Names of what differs. */
export function differences(found: StoreResults, expected: StoreResults): readonly string[] {
  return Object.keys(RESULTS).filter((name) => found[name]?.hash !== expected[name]?.hash);
}

/** What is wrong with the file, page by page and row by row; empty where it is intact. */
export function faultsOfFile(driver: Driver.Database): readonly string[] {
  const integrity = driver.pragma('integrity_check', { simple: true });
  const orphans = driver.pragma('foreign_key_check') as unknown[];
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
    ...(orphans.length === 0 ? [] : [`foreign_key_check: ${orphans.length} rows`]),
  ];
}

export function faultOfAudit(driver: Driver.Database): string | null {
  const { fault } = verifyAudit(driver);
  return fault === null ? null : `audit entry ${fault.sequence}: ${fault.found}, not ${fault.expected}`;
}

/** Files that a process left half-written, or that a closed database should not need. */
export function staleFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:part|tmp)$|-(?:wal|shm|journal)$/.test(file),
  );
}
