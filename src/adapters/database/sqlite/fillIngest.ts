import type Driver from 'better-sqlite3';
import type { DateCounts, FillIngest, IngestCounts } from '../../../ports/fillStore.ts';
import { StoreError } from '../../../shared/errors.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';
import { appendFills, type MergedSession, replaceFills, type SessionFills } from '../mergeFills.ts';
import { accountLookup } from './identifiers.ts';

interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** What the stream is all of: a range of dates, of every account or of the ones named. */
export interface WholeRange extends DateRange {
  readonly accounts: ReadonlySet<string> | null;
}

type Written = Omit<MergedSession, 'block'>;

/** An ingest that can be asked to keep other writers out before it begins to write. */
export interface LockableIngest extends FillIngest {
  lock(): void;
}

/** Beyond this many fills in memory, what came is written (still in the one transaction) before more is taken. */
const MOST_FILLS_IN_MEMORY = 2_000_000;

/**
 * Takes one stream of fills in one transaction, which begins when writing does: a slow source locks nobody out. With
 * `wholeRange` the stream is all that the source has of those dates, so a stored fill which does not come again was
 * busted and goes; the fills of an account that the source no longer speaks of stay.
 */
export function ingestFills(
  driver: Driver.Database,
  wholeRange: WholeRange | null,
  keepKnown = false,
): LockableIngest {
  const statements = prepare(driver);
  const accounts = accountLookup(driver);
  const written: Written[] = [];
  let waiting = new Map<string, Map<string, SessionFills>>();
  let fillsInMemory = 0;
  /** Sessions merged because somebody asked how they compare; they take no more fills. */
  let merged: MergedSession[] = [];
  let begun = false;
  let stockMet = false;
  const kept = new Set<string>();

  return {
    add(fills): void {
      for (const fill of fills) sessionOf(fill.account, fill.sessionDate).came.push(fill);
      fillsInMemory += fills.length;
      // A whole session must meet the store in one piece: what is missing is known only at its end.
      if (wholeRange === null && fillsInMemory > MOST_FILLS_IN_MEMORY) write();
    },
    counts(): ReadonlyMap<string, DateCounts> {
      merged.push(...mergeAll());
      return countsByDate([...written, ...merged]);
    },
    finish(fetched = []): IngestCounts {
      write();
      for (const { sessionDate, fills, fetchedAt } of fetched)
        statements.recordFetch.run(sessionDate, fills, fetchedAt.toISOString());
      driver.exec('COMMIT');
      begun = false;
      return { ...total(written), keptAccounts: [...kept].sort() };
    },
    lock: begin,
    abandon(): void {
      if (begun && driver.inTransaction) driver.exec('ROLLBACK');
      begun = false;
    },
  };

  function sessionOf(account: string, sessionDate: string): SessionFills {
    const known = waiting.get(account)?.get(sessionDate);
    if (known !== undefined) return known;
    if (merged.some((session) => session.account === account && session.sessionDate === sessionDate))
      throw new Error('a session of fills was counted before its end');
    const session = { account, sessionDate, came: new FillColumns() };
    const sessions = waiting.get(account) ?? new Map<string, SessionFills>();
    waiting.set(account, sessions.set(sessionDate, session));
    return session;
  }

  function* mergeAll(): Generator<MergedSession> {
    begin();
    if (wholeRange && !stockMet) meetStock(wholeRange);
    stockMet = true;
    const merge = wholeRange ? replaceFills : appendFills;
    for (const sessions of waiting.values()) {
      for (const [sessionDate, session] of sessions) {
        // Forgotten once merged: when sessions are written one by one, memory falls as the file grows.
        sessions.delete(sessionDate);
        const stored = statements.block.get(session.account, sessionDate);
        yield merge(session, stored ? FillColumns.decode(stored) : null, keepKnown);
      }
    }
  }

  /** What is stored is read inside the transaction that replaces it, so that nobody can change it in between. */
  function begin(): void {
    if (begun) return;
    beginWriting(driver);
    begun = true;
  }

  function meetStock({ from, to, accounts: covered }: WholeRange): void {
    for (const { account, sessionDate } of statements.stock.all({ from, to })) {
      if (covered === null || covered.has(account) || waiting.has(account)) sessionOf(account, sessionDate);
      else kept.add(account);
    }
  }

  function write(): void {
    for (const session of merged) keep(session);
    for (const session of mergeAll()) keep(session);
    merged = [];
    waiting = new Map();
    fillsInMemory = 0;
  }

  function keep(session: MergedSession): void {
    const { block, ...counts } = session;
    written.push(counts);
    if (counts.inserted + counts.changed + counts.missing > 0) save(session);
  }

  function save({ account, sessionDate, block, inserted, changed, missing }: MergedSession): void {
    const { id, traderId } = accounts(account);
    const { fills, numbers, texts, identities } = block.encode();
    if (fills > 0) statements.save.run(id, sessionDate, fills, numbers, texts, identities);
    else statements.remove.run(id, sessionDate);
    statements.markStale.run({ traderId, sessionDate, inserted, changed, missing });
  }
}

function beginWriting(driver: Driver.Database): void {
  try {
    driver.exec('BEGIN IMMEDIATE');
  } catch (cause) {
    throw new StoreError(
      'database_busy',
      'Database · found it locked by another run · expected to write fills',
      {
        hint: 'Another import, backfill or morning is writing. Nothing of this one was stored: start it again.',
        retryable: true,
        cause,
      },
    );
  }
}

function prepare(driver: Driver.Database) {
  return {
    block: driver.prepare<[string, string], StoredBlock>(
      `SELECT fills, numbers, texts, identities FROM fill_block JOIN account ON account.id = account_id
        WHERE account.code = ? AND session_date = ?`,
    ),
    stock: driver.prepare<DateRange, { account: string; sessionDate: string }>(
      `SELECT account.code AS account, session_date AS sessionDate
         FROM account CROSS JOIN fill_block ON account_id = account.id AND session_date BETWEEN :from AND :to`,
    ),
    save: driver.prepare(
      'REPLACE INTO fill_block (account_id, session_date, fills, numbers, texts, identities) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    remove: driver.prepare('DELETE FROM fill_block WHERE account_id = ? AND session_date = ?'),
    recordFetch: driver.prepare(
      'REPLACE INTO fetched_session (session_date, fills, fetched_at) VALUES (?, ?, ?)',
    ),
    markStale: driver.prepare(
      `INSERT INTO stale_day (trader_id, session_date, added, changed, removed, late)
       VALUES (:traderId, :sessionDate, :inserted, :changed, :missing,
               EXISTS (SELECT 1 FROM fetched_session WHERE session_date = :sessionDate))
       ON CONFLICT DO UPDATE SET added = added + excluded.added, changed = changed + excluded.changed,
                                 removed = removed + excluded.removed, late = max(late, excluded.late)`,
    ),
  };
}

function countsByDate(sessions: readonly Written[]): ReadonlyMap<string, DateCounts> {
  const byDate = new Map<string, DateCounts>();
  for (const { sessionDate, inserted, duplicates, changed, missing } of sessions) {
    const before = byDate.get(sessionDate) ?? { inserted: 0, duplicates: 0, changed: 0, missing: 0 };
    byDate.set(sessionDate, {
      inserted: before.inserted + inserted,
      duplicates: before.duplicates + duplicates,
      changed: before.changed + changed,
      missing: before.missing + missing,
    });
  }
  return byDate;
}

function total(sessions: readonly Written[]): Omit<IngestCounts, 'keptAccounts'> {
  const sum = (of: (session: Written) => number) => sessions.reduce((all, session) => all + of(session), 0);
  return {
    inserted: sum(({ inserted }) => inserted),
    duplicates: sum(({ duplicates }) => duplicates),
    repeated: sum(({ repeated }) => repeated),
    changed: sum(({ changed }) => changed),
    removed: sum(({ missing }) => missing),
    conflicting: sessions.flatMap(({ conflicting }) => conflicting),
    refused: [],
    accounts: [...new Set(sessions.map(({ account }) => account))],
    sessions: [...new Set(sessions.map(({ sessionDate }) => sessionDate))].sort(),
  };
}
