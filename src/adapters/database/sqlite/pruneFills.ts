import type Driver from 'better-sqlite3';
import type { PruneCounts } from '../../../ports/fillStore.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Database } from './open.ts';

interface OldBlock {
  readonly accountId: number;
  readonly account: string;
  readonly sessionDate: string;
}

/** 100 MB of pages at a time, so the write-ahead log grows no larger. */
const PAGES_PER_STEP = 25_600;

/**
 * Removes the fills of sessions before a date and shortens the file. Each session is one transaction, oldest
 * first. A trader whose ledger is not up to date keeps every fill from the first stale day on: the lots of
 * that day may still change the later ones.
 * @returns counts of what was removed and kept.
 */
export async function pruneFills(database: Database, before: string, at: Date): Promise<PruneCounts> {
  const { driver } = database;
  const { old, kept } = await database.withConnection(() => blocksBefore(driver, before));
  const removeBlock = blockRemover(driver, at.toISOString());
  let fills = 0;
  const sessions = bySession(old);
  for (const blocks of sessions)
    fills += await database.transaction(async () =>
      blocks.reduce((sum, block) => sum + removeBlock(block), 0),
    );
  // Includes the space that an earlier, interrupted run freed and did not give back.
  await database.withConnection(() => giveSpaceBack(driver));
  return { fills, sessions: sessions.length, keptTraderDays: kept };
}

function blocksBefore(driver: Driver.Database, before: string) {
  const rows = driver
    .prepare<[string], OldBlock & { readonly traderId: number; readonly waits: 0 | 1 }>(
      `SELECT account.id AS accountId, account.code AS account, trader_id AS traderId, session_date AS sessionDate,
              session_date >= coalesce(
                (SELECT min(session_date) FROM stale_day WHERE stale_day.trader_id = account.trader_id), '9999-99-99'
              ) AS waits
         FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date < ?`,
    )
    .all(before);
  const kept = rows.filter(({ waits }) => waits === 1);
  return {
    old: rows.filter(({ waits }) => waits === 0),
    kept: new Set(kept.map(({ traderId, sessionDate }) => `${traderId} ${sessionDate}`)).size,
  };
}

function blockRemover(driver: Driver.Database, at: string): (block: OldBlock) => number {
  const read = driver.prepare<[number, string], StoredBlock>(
    'SELECT fills, numbers, texts, identities FROM fill_block WHERE account_id = ? AND session_date = ?',
  );
  const remember = driver.prepare('REPLACE INTO pruned_block VALUES (?, ?, ?, ?, ?, ?)');
  const remove = driver.prepare('DELETE FROM fill_block WHERE account_id = ? AND session_date = ?');
  return ({ accountId, account, sessionDate }) => {
    const stored = read.get(accountId, sessionDate);
    if (stored === undefined) return 0;
    const block = FillColumns.decode(stored, `${sessionDate} ${account}`);
    const { digest, symbols } = fingerprint(block, account, sessionDate);
    remember.run(accountId, sessionDate, stored.fills, digest, JSON.stringify(symbols), at);
    remove.run(accountId, sessionDate);
    return stored.fills;
  };
}

function bySession(blocks: readonly OldBlock[]): readonly (readonly OldBlock[])[] {
  const sessions = new Map<string, OldBlock[]>();
  for (const block of blocks) {
    const session = sessions.get(block.sessionDate) ?? [];
    sessions.set(block.sessionDate, session);
    session.push(block);
  }
  return [...sessions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, session]) => session);
}

function giveSpaceBack(driver: Driver.Database): void {
  const freePages = () => driver.pragma('freelist_count', { simple: true }) as number;
  for (let left = freePages(), before = Number.POSITIVE_INFINITY; left > 0 && left < before; ) {
    driver.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`);
    // The file becomes shorter only when the write-ahead log is written back into it.
    driver.pragma('wal_checkpoint(TRUNCATE)');
    before = left;
    left = freePages();
  }
}
