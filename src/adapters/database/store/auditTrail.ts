import type { AuditKind, AuditTrail } from '../../../ports/auditTrail.ts';
import {
  type AuditFault,
  type AuditHead,
  type AuditRow,
  entryHash,
  faultAfter,
  GENESIS,
} from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { requireStorableJson } from '../storableText.ts';
import { auditSlices, lockAuditTrail, storedHead } from './auditRows.ts';

export interface AuditVerdict {
  readonly entries: number;
  readonly head: AuditHead;
  /** The first bad entry; null where the chain is intact and reaches the recorded head. */
  readonly fault: AuditFault | null;
}

/** The audit trail of one database. */
export function createAuditTrail({ transaction }: Database): AuditTrail {
  return {
    record: (kind, subject, body, at) => transaction((open) => appendAudit(open, kind, subject, body, at)),
  };
}

/**
 * Adds an entry within the caller's transaction, so a change and its record are stored together or not at
 * all. One transaction writes at a time: two programs cannot both follow the same entry.
 * @throws InputError where the body is not JSON or has the character NUL; Error once the transaction has
 *   ended.
 */
export async function appendAudit(
  { connection }: Pick<StoreTransaction, 'connection'>,
  kind: AuditKind,
  subject: string,
  body: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<void> {
  await lockAuditTrail(connection);
  const last = await storedHead(connection);
  const entry = {
    sequence: last.sequence + 1,
    at: at.toISOString(),
    kind,
    subject: subject.replace(/\p{Surrogate}/gu, '\u{FFFD}'),
    body: requireStorableJson(canonicalJson(body)),
  };
  await connection.run(
    `INSERT INTO audit_entry (sequence, at, kind, subject, body, previous_hash, hash)
     VALUES (:sequence, :at, :kind, :subject, :body, :previous, :hash)`,
    { ...entry, previous: last.hash, hash: entryHash(last.hash, entry) },
  );
}

/**
 * Recomputes every hash from the first entry, and checks that the chain reaches the head recorded next to the
 * database.
 * @returns the number of entries, the head, and the first fault.
 */
export function verifyAudit(database: Database): Promise<AuditVerdict> {
  return database.snapshot(async (connection) => {
    const entries = await connection.value<number>('SELECT count(*) FROM audit_entry');
    const fault = (await chainFault(connection)) ?? (await tailFault(database, connection));
    return { entries: entries ?? 0, head: await storedHead(connection), fault };
  });
}

async function chainFault(connection: SqlConnection): Promise<AuditFault | null> {
  let last: AuditHead = GENESIS;
  for await (const rows of auditSlices(connection)) {
    const fault = faultAfter(last, rows);
    if (fault !== null) return fault;
    last = rows.at(-1) ?? last;
  }
  return null;
}

/** The head recorded next to the database must be an entry of the chain; null where none is ever recorded. */
export async function tailFault(
  { headRecord }: Pick<Database, 'headRecord'>,
  connection: SqlConnection,
): Promise<AuditFault | null> {
  if (headRecord === null) return null;
  const noted = headRecord.read();
  const { sequence } = await storedHead(connection);
  if (noted === null || noted === 'unreadable')
    return {
      sequence,
      found:
        noted === null ? 'no record of the head next to the database' : 'an unreadable record of the head',
      expected: 'the sequence and hash recorded when the database was last closed',
    };
  const hash = await connection.value<string>(
    'SELECT hash FROM audit_entry WHERE sequence = ?',
    noted.sequence,
  );
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
  { connection }: Database,
  from: string | undefined,
  to: string | undefined,
): Promise<readonly AuditRow[]> {
  return connection.all<AuditRow>(
    'SELECT * FROM audit_entry WHERE substr(at, 1, 10) BETWEEN ? AND ? ORDER BY sequence',
    from ?? '0000-00-00',
    to ?? '9999-99-99',
  );
}
