import type Driver from 'better-sqlite3';
import type { AuditKind, AuditTrail } from '../../../ports/auditTrail.ts';
import { type AuditFault, type AuditHead, type AuditRow, entryHash, firstFault } from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { readAuditHead, storedHead } from './auditHead.ts';
import type { Database } from './open.ts';

export interface AuditVerdict {
  readonly entries: number;
  readonly head: AuditHead;
  /** The first bad entry; null when the chain holds and reaches as far as was noted. */
  readonly fault: AuditFault | null;
}

/** The trail of one database. */
export function createAuditTrail({ driver }: Pick<Database, 'driver'>): AuditTrail {
  return {
    record: (kind, subject, body, at) => appendAudit(driver, kind, subject, body, at),
  };
}

/**
 * Adds an entry, within the caller's transaction where there is one, so that what is done and its record stand or fall
 * together. The write lock is taken before the last entry is read: two processes cannot both follow the same one.
 * @throws InputError where the body is not JSON.
 */
export function appendAudit(
  driver: Driver.Database,
  kind: AuditKind,
  subject: string,
  body: Readonly<Record<string, unknown>>,
  at: Date,
): void {
  driver
    .transaction(() => {
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
    })
    .immediate();
}

/** Recomputes every hash from the first entry, and looks whether the chain still reaches what was noted beside it. */
export function verifyAudit(driver: Driver.Database): AuditVerdict {
  const rows = driver.prepare<[], AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
  const entries = driver.prepare('SELECT count(*) FROM audit_entry').pluck().get() as number;
  const fault = firstFault(rows.iterate()) ?? (driver.memory ? null : tailFault(driver));
  return { entries, head: storedHead(driver), fault };
}

/** What was noted beside the database must be in the chain. */
function tailFault(driver: Driver.Database): AuditFault | null {
  const noted = readAuditHead(driver.name);
  const { sequence } = storedHead(driver);
  if (noted === null || noted === 'unreadable')
    return {
      sequence,
      found: noted === null ? 'no note of the head beside the database' : 'an unreadable note of the head',
      expected: 'the sequence and hash noted when the database was last closed',
    };
  const hash = driver.prepare('SELECT hash FROM audit_entry WHERE sequence = ?').pluck().get(noted.sequence);
  if (noted.sequence === 0 || hash === noted.hash) return null;
  return hash === undefined
    ? {
        sequence: sequence + 1,
        found: `an end after entry ${sequence}`,
        expected: `entries through ${noted.sequence}`,
      }
    : { sequence: noted.sequence, found: 'another entry than was noted', expected: `hash ${noted.hash}` };
}

/** Entries of some days (by date in UTC, both included), oldest first. */
export function auditEntries(
  driver: Driver.Database,
  from: string | undefined,
  to: string | undefined,
): readonly AuditRow[] {
  return driver
    .prepare<[string, string], AuditRow>(
      'SELECT * FROM audit_entry WHERE substr(at, 1, 10) BETWEEN ? AND ? ORDER BY sequence',
    )
    .all(from ?? '0000-00-00', to ?? '9999-99-99');
}
