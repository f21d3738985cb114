import { createHash } from 'node:crypto';
import type Driver from 'better-sqlite3';
import { systemUser } from '../../../shared/systemUser.ts';
import { entryHash, GENESIS } from '../auditChain.ts';
import { type AuditedChange, auditedChanges } from '../auditedChanges.ts';
import { canonicalJson } from '../canonicalJson.ts';

/**
 * Makes this connection record every decision, every change of a mail's status, the outcome of every
 * morning, and every imported file, limit event, override, key, unconfirmed answer and morning of a shadow
 * strategy in the audit trail, in the transaction of the change itself: no store can forget it. The triggers
 * belong to the connection, because they call functions that no other program has.
 */
export function auditTables(driver: Driver.Database): void {
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  driver.function('sha256', { deterministic: true }, (bytes) => sha256(bytes as Buffer));
  driver.function('canonical_object', { varargs: true, deterministic: true }, (...pairs) => objectOf(pairs));
  driver.function('audit_hash', { deterministic: true }, hashOf);
  driver.function('system_user', { deterministic: true }, systemUser);
  for (const [index, each] of auditedChanges.entries()) driver.exec(triggerSql(`audited_${index}`, each));
}

function triggerSql(name: string, { when, kind, at, subject, body }: AuditedChange): string {
  const pairs = Object.entries(body).map(([key, value]) => `'${key}', ${value}`);
  const columns = `coalesce(last.sequence, 0) + 1 AS sequence, ${at} AS at, '${kind}' AS kind, ${subject} AS subject,
    canonical_object(${pairs.join(', ')}) AS body, coalesce(last.hash, '${GENESIS.hash}') AS previous`;
  return `CREATE TEMP TRIGGER ${name} ${when} BEGIN
    INSERT INTO audit_entry
    SELECT sequence, at, kind, subject, body, previous, audit_hash(previous, sequence, at, kind, subject, body)
      FROM (SELECT ${columns} FROM (SELECT 1)
        LEFT JOIN (SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1) AS last ON true);
  END`;
}

/** Canonical JSON of a list that alternates keys and values. */
function objectOf(pairs: readonly unknown[]): string {
  const keys = pairs.filter((_, index) => index % 2 === 0);
  return canonicalJson(Object.fromEntries(keys.map((key, index) => [String(key), pairs[index * 2 + 1]])));
}

function hashOf(
  previous: unknown,
  sequence: unknown,
  at: unknown,
  kind: unknown,
  subject: unknown,
  body: unknown,
): string {
  const text = { at: String(at), kind: String(kind), subject: String(subject), body: String(body) };
  return entryHash(String(previous), { sequence: Number(sequence), ...text });
}
