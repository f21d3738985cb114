import { type AuditHead, type AuditRow, GENESIS } from '../auditChain.ts';
import { AUDIT_LOCK } from '../postgres/locks.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** Sequence and hash of the last stored entry. */
export const STORED_HEAD = 'SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1';

/** Sequence and hash of the last stored entry; the start of a chain where there is none. */
export async function storedHead(connection: SqlConnection): Promise<AuditHead> {
  return (await connection.get<AuditHead>(STORED_HEAD)) ?? GENESIS;
}

/**
 * Waits, inside a transaction, until no other one appends to the trail; the next read finds the newest
 * head. On SQLite a transaction is alone already.
 */
export async function lockAuditTrail(connection: SqlConnection): Promise<void> {
  if (connection.dialect === 'postgres') await connection.run(`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`);
}

/** The number of the last stored entry; 0 where there is none. */
export async function lastSequence(connection: SqlConnection): Promise<number> {
  return (await storedHead(connection)).sequence;
}

/** At most so many entries after one, oldest first. */
export function entriesAfter(connection: SqlConnection, sequence: number, most: number): Promise<AuditRow[]> {
  return connection.all<AuditRow>(
    'SELECT * FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT ?',
    sequence,
    most,
  );
}

/** Entries in memory at a time: the trail of some years does not fit. */
const SLICE = 1000;

/** The whole trail, oldest first, a slice at a time. Call it in `snapshot`, or it may grow meanwhile. */
export async function* auditSlices(connection: SqlConnection): AsyncGenerator<readonly AuditRow[]> {
  for (let last = 0; ; ) {
    const rows = await entriesAfter(connection, last, SLICE);
    yield rows;
    if (rows.length < SLICE) return;
    last = rows.at(-1)?.sequence ?? last;
  }
}
