import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson.ts';

/** One stored line of the trail. `body` is canonical JSON text; hashes are SHA-256 in hexadecimal. */
export interface AuditRow {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** The last entry of a chain, or where it begins. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface AuditFault {
  readonly sequence: number;
  readonly found: string;
  readonly expected: string;
}

/** What the first entry follows. */
export const GENESIS: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/** h_n = SHA-256(h_{n-1} ‖ canonical JSON of the entry): hashing the hash before it makes the order part of the proof. */
export function entryHash(
  previousHash: string,
  { sequence, at, kind, subject, body }: Omit<AuditRow, 'previous_hash' | 'hash'>,
): string {
  const entry = canonicalJson({ sequence, at, kind, subject, body: JSON.parse(body) as unknown });
  return createHash('sha256').update(previousHash).update(entry).digest('hex');
}

/** The first entry that is not what its predecessors say it must be; null when the whole chain holds. */
export function firstFault(rows: Iterable<AuditRow>): AuditFault | null {
  let last = GENESIS;
  for (const row of rows) {
    const fault = faultOf(row, last);
    if (fault !== null) return fault;
    last = row;
  }
  return null;
}

function faultOf(row: AuditRow, last: AuditHead): AuditFault | null {
  const sequence = last.sequence + 1;
  if (row.sequence !== sequence)
    return { sequence, found: `entry ${row.sequence} next`, expected: `entry ${sequence}` };
  if (row.previous_hash !== last.hash)
    return {
      sequence,
      found: `a link to ${short(row.previous_hash)}`,
      expected: `one to ${short(last.hash)}`,
    };
  const expected = recomputed(row);
  if (expected === null) return { sequence, found: 'a body that was rewritten', expected: 'canonical JSON' };
  if (row.hash !== expected)
    return { sequence, found: `hash ${short(row.hash)}`, expected: `${short(expected)} of what it says` };
  return null;
}

/** null where the body is not canonical JSON: spaces added to it would give the same hash. */
function recomputed(row: AuditRow): string | null {
  try {
    const isCanonical = canonicalJson(JSON.parse(row.body)) === row.body;
    return isCanonical ? entryHash(row.previous_hash, row) : null;
  } catch {
    return null;
  }
}

function short(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}
