import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonicalJson.ts';
import { unreadableJson } from './storedJson.ts';

/** One stored entry of the trail. `body` is canonical JSON text; hashes are SHA-256 in hexadecimal. */
export interface AuditRow {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** A body has no version: an entry is never rewritten, and its keys are those of its kind. */
const bodySchema = z.record(z.string(), z.unknown());

/**
 * What an entry recorded.
 * @throws StoreError `stored_json` where the body is not a JSON object.
 */
export function auditBody(row: AuditRow): Readonly<Record<string, unknown>> {
  const { success, data } = bodySchema.safeParse(JSON.parse(row.body));
  if (success) return data;
  throw unreadableJson('audit_entry.body', `entry ${row.sequence}`, 'another shape', 'a JSON object');
}

/** The last entry of a chain, or its start. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface AuditFault {
  readonly sequence: number;
  readonly found: string;
  readonly expected: string;
}

/** The head of an empty chain. */
export const GENESIS: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * Hash of an entry: h_n = SHA-256(h_{n-1} ‖ canonical JSON of the entry). It covers the hash before it, so
 * the order of the entries is proven too.
 * @throws InputError or SyntaxError where the body is not JSON.
 */
export function entryHash(
  previousHash: string,
  { sequence, at, kind, subject, body }: Omit<AuditRow, 'previous_hash' | 'hash'>,
): string {
  const parsed: unknown = JSON.parse(body);
  const entry = canonicalJson({ sequence, at, kind, subject, body: parsed });
  return createHash('sha256').update(previousHash).update(entry).digest('hex');
}

/** The first entry that does not follow from its predecessors; null where the chain is intact. */
export function firstFault(rows: Iterable<AuditRow>): AuditFault | null {
  return faultAfter(GENESIS, rows);
}

/** The first entry that does not follow from an entry or from its predecessors; null where all do. */
export function faultAfter(before: AuditHead, rows: Iterable<AuditRow>): AuditFault | null {
  let last = before;
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
    return {
      sequence,
      found: `hash ${short(row.hash)}`,
      expected: `${short(expected)}, computed from its content`,
    };
  return null;
}

/** null where the body is not canonical JSON: added spaces would otherwise give the same hash. */
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
