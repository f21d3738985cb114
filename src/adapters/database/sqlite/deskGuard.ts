import { existsSync, statSync } from 'node:fs';
import type Driver from 'better-sqlite3';
import { StoreError } from '../../../shared/errors.ts';
import { COPYING_SUFFIX, unfinishedCopy } from '../unfinishedCopy.ts';
import { auditHeadPath, followsHead, headOfFile, readAuditHead } from './auditHead.ts';

/** The newest backup of the desk, as evidence of what its database must contain. */
export interface NewestBackup {
  readonly name: string;
  readonly madeAt: Date;
  /** Entries of the audit trail when the backup was made; null where its manifest is missing. */
  readonly auditEntries: number | null;
}

/** What is known of a desk besides its database. A database must agree with it to be the desk's own. */
export interface DeskGuard {
  readonly newestBackup: NewestBackup | null;
}

/**
 * Refuses to create a database where one has vanished. A record of the audit head, a write-ahead log or a
 * backup shows that there was one. An empty database would decide and mail the day a second time.
 * @throws StoreError `database_vanished` where the file is missing or empty, and a trace of the old one is
 *   there; `copy_unfinished` where a desk was being copied to it.
 */
export function requireNotVanished(path: string, guard: DeskGuard): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? null;
  if (bytes !== null && bytes > 0) return;
  const copying = path + COPYING_SUFFIX;
  if (existsSync(copying)) throw unfinishedCopy(path, copying, `remove ${copying}`);
  requireNoTrace(path, guard, bytes === null ? 'no file' : 'an empty file');
}

/**
 * Refuses a database that is not the one this desk used last: that of another desk, or an older copy. The
 * recorded head of the audit trail must be an entry of its trail, or of the database that a restore replaced
 * by this one: a restore that is killed at its end leaves the old record. Without a record, its trail must be
 * as long as it was in the newest backup. Reads only.
 * @throws StoreError `database_vanished` for another desk's database or an older copy; `database_not_one` for
 *   a database of another program.
 */
export function requireSameDesk(driver: Driver.Database, guard: DeskGuard | null): void {
  const tables = tablesOf(driver);
  if (tables.size > 0 && !tables.has('kysely_migration')) throw ofAnotherProgram(driver.name);
  if (guard === null) return;
  if (tables.size === 0) requireNoTrace(driver.name, guard, 'a database without tables');
  const found = tables.has('audit_entry') ? contradiction(driver, tables, guard) : contradictionOfOld(driver);
  if (found !== null) throw vanished(driver.name, found.found, found.expected);
}

interface Contradiction {
  readonly found: string;
  readonly expected: string;
}

function contradiction(
  driver: Driver.Database,
  tables: ReadonlySet<string>,
  { newestBackup }: DeskGuard,
): Contradiction | null {
  const noted = readAuditHead(driver.name);
  const { sequence } = headOfFile(driver);
  if (noted === null || noted === 'unreadable')
    return newestBackup === null ? null : behindBackup(driver, tables, sequence, newestBackup);
  if (followsHead(driver, noted)) return null;
  const expected = `entry ${noted.sequence}, which ${auditHeadName(driver.name)} records`;
  return sequence < noted.sequence
    ? { found: `an older copy or another database: its audit trail ends at entry ${sequence}`, expected }
    : { found: 'the database of another desk, or a changed audit trail', expected };
}

/** A database of the first version has no audit trail, and so no recorded entry. */
function contradictionOfOld({ name }: Driver.Database): Contradiction | null {
  const noted = readAuditHead(name);
  if (noted === null || noted === 'unreadable' || noted.sequence === 0) return null;
  return {
    found: 'an older copy or another database: it has no audit trail',
    expected: `entry ${noted.sequence}, which ${auditHeadName(name)} records`,
  };
}

/** A restore starts a trail that may be shorter, so backups from before the last restore prove nothing. */
function behindBackup(
  driver: Driver.Database,
  tables: ReadonlySet<string>,
  sequence: number,
  { name, madeAt, auditEntries }: NewestBackup,
): Contradiction | null {
  if (auditEntries === null || sequence >= auditEntries) return null;
  const restored = tables.has('restored_backup')
    ? driver.prepare<[], string | null>('SELECT max(restored_at) FROM restored_backup').pluck().get()
    : null;
  if (restored != null && restored >= madeAt.toISOString()) return null;
  return {
    found: `an older copy or another database: its audit trail ends at entry ${sequence}`,
    expected: `at least ${auditEntries} entries, as in the backup ${name}`,
  };
}

function requireNoTrace(path: string, { newestBackup }: DeskGuard, found: string): void {
  const traces = [
    ...(existsSync(auditHeadPath(path)) ? [auditHeadName(path)] : []),
    ...((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0 ? ['its write-ahead log'] : []),
    ...(newestBackup === null ? [] : [`the backup ${newestBackup.name}`]),
  ];
  if (traces.length > 0)
    throw vanished(path, found, `the database of this desk, of which ${traces.join(' and ')} remained`);
}

function tablesOf(driver: Driver.Database): ReadonlySet<string> {
  const names = driver.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck();
  return new Set(names.all());
}

function auditHeadName(path: string): string {
  return auditHeadPath(path).split('/').at(-1) ?? '';
}

function vanished(path: string, found: string, expected: string): StoreError {
  return new StoreError('database_vanished', `Database ${path} · found ${found} · expected ${expected}`, {
    hint: 'Nothing was changed. Stop the daemon and restore a backup: `npm run backup -- --verify` names the newest good one.',
  });
}

function ofAnotherProgram(path: string): StoreError {
  return new StoreError(
    'database_not_one',
    `Database ${path} · found the tables of another program · expected a Daybreak database`,
    { hint: 'Nothing was changed. Check DB_PATH; a legacy risk_tool.db is imported with `npm run import`.' },
  );
}
