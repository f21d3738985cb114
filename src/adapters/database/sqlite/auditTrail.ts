import type Driver from 'better-sqlite3';
import type { AuditKind, AuditTrail } from '../../../ports/auditTrail.ts';
import { type AuditFault, type AuditHead, type AuditRow, entryHash, firstFault } from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { readAuditHead, storedHead } from './auditHead.ts';
import type { Database } from './open.ts';

export interface AuditVerdict {
  readonly entries: number;
  readonly head: AuditHead;
  /** The first bad entry; null where the chain is intact and reaches the recorded head. */
  readonly fault: AuditFault | null;
}

/** The audit trail of one database. */
export function createAuditTrail({ transaction }: Database): AuditTrail {
  return {
    record: (kind, subject, body, at) =>
      transaction(async ({ driver }) => appendAudit(driver, kind, subject, body, at)),
  };
}

/**
 * Adds an entry within the caller's transaction, so a change and its record are stored together or not at
 * all. The transaction holds the write lock: two processes cannot both follow the same entry.
 * @throws InputError where the body is not JSON; Error outside a transaction.
 */
export function appendAudit(
  driver: Driver.Database,
  kind: AuditKind,
  subject: string,
  body: Readonly<Record<string, unknown>>,
  at: Date,
): void {
  if (!driver.inTransaction) throw new Error('an audit entry was written outside a transaction');
  const last = storedHead(driver);
  const entry = {
    sequence: last.sequence + 1,
    at: at.toISOString(),
    kind,
    subject: subject.replace(/\p{Surrogate}/gu, '\u{FFFD}'),
    body: canonicalJson(body),
  };
  driver
    .prepare('INSERT INTO audit_entry VALUES (:sequence, :at, :kind, :subject, :body, :previous, :hash)')
    .run({ ...entry, previous: last.hash, hash: entryHash(last.hash, entry) });
}

/**
 * Recomputes every hash from the first entry, and checks that the chain reaches the head recorded next to the
 * database.
 * @returns the number of entries, the head, and the first fault.
 */
export function verifyAudit({ driver, withConnection }: Database): Promise<AuditVerdict> {
  return withConnection(() => {
    const rows = driver.prepare<[], AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
    const entries = driver.prepare<[], number>('SELECT count(*) FROM audit_entry').pluck();
    const fault = firstFault(rows.iterate()) ?? (driver.memory ? null : tailFault(driver));
    return { entries: entries.get() ?? 0, head: storedHead(driver), fault };
  });
}

/** The head recorded next to the database must be an entry of the chain. */
export function tailFault(driver: Driver.Database): AuditFault | null {
  const noted = readAuditHead(driver.name);
  const { sequence } = storedHead(driver);
  if (noted === null || noted === 'unreadable')
    return {
      sequence,
      found:
        noted === null ? 'no record of the head next to the database' : 'an unreadable record of the head',
      expected: 'the sequence and hash recorded when the database was last closed',
    };
  const hash = driver.prepare('SELECT hash FROM audit_entry WHERE sequence = ?').pluck().get(noted.sequence);
  if (noted.sequence === 0 || hash === noted.hash) return null;
  return hash === undefined
    ? {
        sequence: sequence + 1,
        found: `an end after entry ${sequence}`,
        expected: `entries through ${noted.sequence}`,
      }
    : {
        sequence: noted.sequence,
        found: 'another entry than the recorded one',
        expected: `hash ${noted.hash}`,
      };
}

/** Entries of a range of days (dates in UTC, both included; undefined: unbounded), oldest first. */
export function auditEntries(
  { driver, withConnection }: Database,
  from: string | undefined,
  to: string | undefined,
): Promise<readonly AuditRow[]> {
  const entries = driver.prepare<[string, string], AuditRow>(
    'SELECT * FROM audit_entry WHERE substr(at, 1, 10) BETWEEN ? AND ? ORDER BY sequence',
  );
  return withConnection(() => entries.all(from ?? '0000-00-00', to ?? '9999-99-99'));
}
