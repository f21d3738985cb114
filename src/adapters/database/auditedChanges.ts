import type { AuditKind } from '../../ports/auditTrail.ts';

/** A change of a table that the audit trail records, in SQL over the row's OLD and NEW. */
export interface AuditedChange {
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

/** Every change that the triggers of both dialects record, in the SQL of SQLite. */
export const auditedChanges: readonly AuditedChange[] = [
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
