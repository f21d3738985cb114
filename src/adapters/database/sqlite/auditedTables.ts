import { createHash } from 'node:crypto';
import type Driver from 'better-sqlite3';
import type { AuditKind } from '../../../ports/auditTrail.ts';
import { systemUser } from '../../../shared/systemUser.ts';
import { entryHash, GENESIS } from '../auditChain.ts';
import { canonicalJson } from '../canonicalJson.ts';

/** A change of a table that the audit trail records, in SQL over the row's OLD and NEW. */
interface Audited {
  readonly when: string;
  readonly kind: AuditKind;
  readonly at: string;
  readonly subject: string;
  /** Key → SQL expression. */
  readonly body: Readonly<Record<string, string>>;
}

const mail = {
  sessionDate: 'NEW.session_date',
  kind: 'NEW.kind',
  recipient: 'NEW.recipient',
  sha256: 'sha256(NEW.bytes)',
};
const mailStatus = { ...mail, status: 'NEW.status', attempts: 'NEW.attempts', response: 'NEW.response' };

const audited: readonly Audited[] = [
  {
    when: 'AFTER INSERT ON decision',
    kind: 'decision',
    at: 'NEW.decided_at',
    subject: 'NEW.trader',
    body: {
      sessionDate: 'NEW.session_date',
      engine: 'NEW.engine',
      action: 'NEW.action',
      tier: 'NEW.tier',
      baseLimit: 'NEW.base_limit',
      newLimit: 'NEW.new_limit',
      reductionPct: 'NEW.reduction_pct',
      confidence: 'NEW.confidence',
    },
  },
  {
    when: 'AFTER INSERT ON outbox',
    kind: 'mail',
    at: 'NEW.queued_at',
    subject: 'NEW.message_id',
    body: { ...mail, status: "'queued'" },
  },
  {
    when: `AFTER UPDATE OF status ON outbox
      WHEN NEW.status IN ('sent', 'refused', 'ambiguous', 'expired') AND NEW.status <> OLD.status`,
    kind: 'mail',
    at: "coalesce(NEW.settled_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
    subject: 'NEW.message_id',
    body: mailStatus,
  },
  {
    when: `AFTER UPDATE OF status ON outbox
      WHEN NEW.status = 'pending' AND OLD.status IN ('sent', 'refused', 'ambiguous', 'expired')`,
    kind: 'mail',
    at: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    subject: 'NEW.message_id',
    body: { ...mail, status: "'reopened'", before: 'OLD.status' },
  },
  {
    when: `AFTER UPDATE OF status ON run_step
      WHEN NEW.status = 'failed' OR NEW.status = 'done' AND NEW.step = 'send'`,
    kind: 'run',
    at: "coalesce(NEW.finished_at, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
    subject: 'NEW.session_date',
    body: { step: 'NEW.step', status: 'NEW.status', attempts: 'NEW.attempts', error: 'NEW.error' },
  },
  {
    when: 'AFTER INSERT ON limit_event',
    kind: 'limit',
    at: 'NEW.recorded_at',
    subject: "coalesce(NEW.trader, 'every trader')",
    body: {
      id: 'NEW.id',
      event: 'NEW.kind',
      trader: 'NEW.trader',
      sessionDate: 'NEW.session_date',
      dollars: 'NEW.dollars',
      baseLimit: 'NEW.base_limit',
      revision: 'NEW.revision',
      reason: 'NEW.reason',
      by: 'NEW.recorded_by',
      through: 'NEW.through',
    },
  },
  {
    when: 'AFTER INSERT ON limit_override',
    kind: 'override',
    at: 'NEW.given_at',
    subject: 'NEW.trader',
    body: {
      id: 'NEW.id',
      change: "'given'",
      dollars: 'NEW.dollars',
      firstSession: 'NEW.first_session',
      lastSession: 'NEW.last_session',
      reason: 'NEW.reason',
      note: 'NEW.note',
      by: 'NEW.given_by',
      baseLimit: 'NEW.base_limit',
      recommended: 'NEW.recommended',
      renewals: 'NEW.renewals',
    },
  },
  {
    when: 'AFTER UPDATE OF approved_by ON limit_override WHEN NEW.approved_by IS NOT OLD.approved_by',
    kind: 'override',
    at: 'NEW.approved_at',
    subject: 'NEW.trader',
    body: { id: 'NEW.id', change: "'approved'", dollars: 'NEW.dollars', by: 'NEW.approved_by' },
  },
  {
    when: 'AFTER UPDATE OF ended_from ON limit_override WHEN NEW.ended_from IS NOT OLD.ended_from',
    kind: 'override',
    at: 'NEW.ended_at',
    subject: 'NEW.trader',
    body: { id: 'NEW.id', change: "'ended'", from: 'NEW.ended_from', by: 'NEW.ended_by' },
  },
  {
    when: 'AFTER INSERT ON access_key',
    kind: 'access',
    at: 'NEW.created_at',
    subject: 'NEW.owner',
    body: {
      id: 'NEW.id',
      change: "'added'",
      scope: 'NEW.scope',
      keySha256: 'sha256(NEW.secret_hash)',
      expiresAt: 'NEW.expires_at',
      by: 'NEW.created_by',
    },
  },
  {
    when: 'AFTER UPDATE OF revoked_at ON access_key WHEN NEW.revoked_at IS NOT OLD.revoked_at',
    kind: 'access',
    at: 'NEW.revoked_at',
    subject: 'NEW.owner',
    body: { id: 'NEW.id', change: "'revoked'", by: 'NEW.revoked_by' },
  },
  {
    when: 'AFTER INSERT ON web_session',
    kind: 'access',
    at: 'NEW.opened_at',
    subject: '(SELECT owner FROM access_key WHERE id = NEW.key_id)',
    body: { id: 'NEW.key_id', change: "'signed in'", until: 'NEW.expires_at' },
  },
  {
    when: 'AFTER INSERT ON unconfirmed_answer',
    kind: 'answer',
    at: 'NEW.given_at',
    subject: 'NEW.trader',
    body: {
      id: 'NEW.id',
      answer: 'NEW.kind',
      sessionDate: 'NEW.session_date',
      dollars: 'NEW.dollars',
      reason: 'NEW.reason',
      revision: 'NEW.revision',
      by: 'NEW.given_by',
      because: 'NEW.because',
    },
  },
  {
    when: 'AFTER INSERT ON import_file',
    kind: 'import',
    at: 'NEW.imported_at',
    subject: 'NEW.file',
    body: {
      format: 'NEW.format',
      read: 'NEW.read',
      inserted: 'NEW.inserted',
      duplicates: 'NEW.duplicates',
      rejected: 'NEW.rejected',
      lastSession: 'NEW.last_session',
      by: 'system_user()',
    },
  },
  {
    when: 'AFTER INSERT ON shadow_session',
    kind: 'shadow',
    at: 'NEW.decided_at',
    subject: 'NEW.name',
    body: {
      sessionDate: 'NEW.session_date',
      definition: 'NEW.definition',
      engine: 'NEW.engine',
      failure: 'NEW.failure',
      limits: 'NEW.digest',
      revision: 'NEW.revision',
    },
  },
];

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
  for (const [index, each] of audited.entries()) driver.exec(triggerSql(`audited_${index}`, each));
}

function triggerSql(name: string, { when, kind, at, subject, body }: Audited): string {
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
