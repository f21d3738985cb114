import type Driver from 'better-sqlite3';
import type { Fill } from '../../domain/ledger/fill.ts';
import type { DateCounts, FillIngest, IngestCounts } from '../../ports.ts';
import { type Identifiers, identifiers } from './identifiers.ts';

export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** One account's session while a stream passes: what was stored, and what the stream has brought so far. */
interface AccountSession {
  readonly account: string;
  readonly accountId: number;
  readonly traderId: number;
  readonly sessionDate: string;
  /** identity → sequence and content of every fill stored before this stream. */
  readonly stored: Map<string, { readonly sequence: number; readonly content: string }>;
  /** identity → content of what this stream brought. */
  readonly seen: Map<string, string>;
  nextSequence: number;
  inserted: number;
  duplicates: number;
  changed: number;
  removed: number;
}

/**
 * Takes one stream of fills in one transaction. With `wholeRange` the stream is all that the source has of those dates,
 * so a stored fill which does not come again was busted and goes.
 */
export function ingestFills(driver: Driver.Database, wholeRange: DateRange | null): FillIngest {
  const statements = prepare(driver);
  const ids = identifiers(driver);
  const open = new Map<string, AccountSession>();
  driver.exec('BEGIN IMMEDIATE');
  if (wholeRange) loadStored(wholeRange);

  return {
    add: (fills) => fills.filter((fill) => !take(fill)),
    counts: countsByDate,
    finish(): IngestCounts {
      if (wholeRange) for (const session of open.values()) removeBusted(session);
      const sessions = [...open.values()];
      for (const session of sessions) if (isTouched(session)) statements.markStale.run(session);
      driver.exec('COMMIT');
      return {
        inserted: sum(sessions, ({ inserted }) => inserted),
        duplicates: sum(sessions, ({ duplicates }) => duplicates),
        changed: sum(sessions, ({ changed }) => changed),
        removed: sum(sessions, ({ removed }) => removed),
        accounts: [...new Set(sessions.map(({ account }) => account))],
        sessions: [...new Set(sessions.map(({ sessionDate }) => sessionDate))].sort(),
      };
    },
    abandon(): void {
      if (driver.inTransaction) driver.exec('ROLLBACK');
    },
  };

  function take(fill: Fill): boolean {
    const session = sessionOf(fill);
    const content = contentOf(fill);
    const earlier = session.seen.get(fill.identity);
    if (earlier !== undefined) {
      if (earlier === content) session.duplicates++;
      return earlier === content;
    }
    session.seen.set(fill.identity, content);
    const stored = session.stored.get(fill.identity);
    if (stored === undefined) insert(session, fill);
    else if (stored.content === content) session.duplicates++;
    else change(session, fill, stored.sequence);
    return true;
  }

  function insert(session: AccountSession, fill: Fill): void {
    statements.insert.run(...values(session, session.nextSequence++, fill, ids));
    session.inserted++;
  }

  function change(session: AccountSession, fill: Fill, sequence: number): void {
    statements.replace.run(...values(session, sequence, fill, ids));
    session.changed++;
  }

  function countsByDate(): ReadonlyMap<string, DateCounts> {
    const byDate = new Map<string, DateCounts>();
    for (const session of open.values()) {
      const before = byDate.get(session.sessionDate) ?? noCounts;
      byDate.set(session.sessionDate, {
        inserted: before.inserted + session.inserted,
        duplicates: before.duplicates + session.duplicates,
        changed: before.changed + session.changed,
        missing: before.missing + (wholeRange ? missingOf(session) : 0),
      });
    }
    return byDate;
  }

  function removeBusted(session: AccountSession): void {
    for (const [identity, { sequence }] of session.stored) {
      if (session.seen.has(identity)) continue;
      statements.remove.run(session.accountId, session.sessionDate, sequence);
      session.removed++;
    }
  }

  function sessionOf(fill: Fill): AccountSession {
    const key = `${fill.sessionDate}\n${fill.account}`;
    let session = open.get(key);
    if (session === undefined) {
      session = load(fill.account, fill.sessionDate);
      open.set(key, session);
    }
    return session;
  }

  function load(account: string, sessionDate: string): AccountSession {
    const { id: accountId, traderId } = ids.account(account);
    const rows = statements.stored.all(accountId, sessionDate);
    return {
      account,
      accountId,
      traderId,
      sessionDate,
      stored: new Map(rows.map((row) => [row.identity, { sequence: row.sequence, content: contentOf(row) }])),
      seen: new Map(),
      nextSequence: (rows.at(-1)?.sequence ?? 0) + 1,
      inserted: 0,
      duplicates: 0,
      changed: 0,
      removed: 0,
    };
  }

  function loadStored(range: DateRange): void {
    for (const { code, sessionDate } of statements.stockOf.all(range)) {
      open.set(`${sessionDate}\n${code}`, load(code, sessionDate));
    }
  }
}

const noCounts: DateCounts = { inserted: 0, duplicates: 0, changed: 0, missing: 0 };

function missingOf({ stored, seen }: AccountSession): number {
  return sum([...stored.keys()], (identity) => (seen.has(identity) ? 0 : 1));
}

function isTouched({ inserted, changed, removed }: AccountSession): boolean {
  return inserted + changed + removed > 0;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

interface StoredRow {
  readonly sequence: number;
  readonly identity: string;
  readonly secondOfDay: number | null;
  readonly side: string;
  readonly quantity: number;
  readonly symbol: string;
  readonly price: number;
  readonly fees: number;
  readonly orderId: string;
  readonly status: string;
}

function prepare(driver: Driver.Database) {
  const columns =
    'account_id, session_date, sequence, second_of_day, side, quantity, symbol_id, price, fees, order_id, status, identity';
  const marks = '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?';
  return {
    insert: driver.prepare(`INSERT INTO fill (${columns}) VALUES (${marks})`),
    replace: driver.prepare(`REPLACE INTO fill (${columns}) VALUES (${marks})`),
    remove: driver.prepare('DELETE FROM fill WHERE account_id = ? AND session_date = ? AND sequence = ?'),
    stored: driver.prepare<[number, string], StoredRow>(
      `SELECT sequence, identity, second_of_day AS secondOfDay, side, quantity, symbol.text AS symbol, price, fees,
              order_id AS orderId, status
         FROM fill JOIN symbol ON symbol.id = symbol_id
        WHERE account_id = ? AND session_date = ? ORDER BY sequence`,
    ),
    stockOf: driver.prepare<DateRange, { code: string; sessionDate: string }>(
      `SELECT DISTINCT code, session_date AS sessionDate
         FROM account CROSS JOIN fill ON account_id = account.id AND session_date BETWEEN :from AND :to`,
    ),
    markStale: driver.prepare(
      'INSERT OR IGNORE INTO stale_day (trader_id, session_date) VALUES (:traderId, :sessionDate)',
    ),
  };
}

function values(session: AccountSession, sequence: number, fill: Fill, ids: Identifiers): unknown[] {
  return [
    session.accountId,
    session.sessionDate,
    sequence,
    fill.secondOfDay,
    fill.side,
    fill.quantity,
    ids.symbol(fill.symbol),
    fill.price,
    fill.fees,
    fill.orderId,
    fill.status,
    fill.identity,
  ];
}

/** Two fills with the same identity and this text are the same fill. */
function contentOf(fill: Omit<StoredRow, 'sequence' | 'identity'>): string {
  return `${fill.secondOfDay}|${fill.side}|${fill.quantity}|${fill.symbol}|${fill.price}|${fill.fees}|${fill.orderId}|${fill.status}`;
}
