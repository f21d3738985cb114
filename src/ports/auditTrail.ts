export const auditKinds = [
  'run',
  'decision',
  'gate',
  'roster',
  'mail',
  'override',
  'restore',
  'backup',
  'acceptance',
  'correction',
  'limit',
  'access',
  'answer',
  'shadow',
  'import',
  'desk-facts',
] as const;

export type AuditKind = (typeof auditKinds)[number];

/** The record of what was decided, changed and sent. Entries are added, never changed or removed. */
export interface AuditTrail {
  /**
   * Adds an entry in a transaction of its own.
   * @param subject what the entry is about: a trader, a session, a Message-ID.
   * @param body plain JSON.
   * @throws InputError where the body is not JSON.
   */
  record(kind: AuditKind, subject: string, body: Readonly<Record<string, unknown>>, at: Date): Promise<void>;
}
